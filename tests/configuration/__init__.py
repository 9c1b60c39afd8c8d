"""The settings: rules, form, inheritance, tables, and the page."""
