"""Who the visitor is: account, cart and pages beside the conversation; finding customers."""
