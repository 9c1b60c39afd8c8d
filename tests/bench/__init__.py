"""The budgets of design.md §8, measured: `python -m tests.bench [names…]`."""
