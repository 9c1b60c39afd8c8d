"""What a shop gets: the sidecar's wheel, the module's zip, and what the README says about them."""
