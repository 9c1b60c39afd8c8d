"""Offers: prepared by the merchant, sent by operators as a card, their clicks counted."""
