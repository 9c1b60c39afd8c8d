"""People in real browsers: customers in the shop, operators in its back office."""
