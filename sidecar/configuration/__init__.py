"""What the merchant may change about the chat, with the defaults of the product."""
