"""Cards: what is shown instead of a text, and the text for where no card can be shown."""

from sidecar.protocol.shapes import Card


def as_text(card: Card) -> str:
    """A card in words, for mails, transcripts and searches."""
    price = f"{card.was} → {card.price}" if card.was and card.price else card.price
    lines = (card.title, price, card.text, card.code, card.link)
    return "\n".join(line for line in lines if line)
