"""What a browser gives to ears and eyes besides the page, put where a test can look at it."""

from playwright.sync_api import Page

from tests.browser.people import Person

EARS = """
(() => {
  const heard = (window.heard = []);
  const node = () => ({ connect: (other) => other });
  let touched = false;
  addEventListener("pointerdown", () => (touched = true), true);
  // As browsers do it: silent until somebody touched the page.
  window.AudioContext = class {
    state = window.deaf ? "suspended" : "running";
    currentTime = 0;
    destination = {};
    async resume() {
      if (touched || !window.deaf) this.state = "running";
    }
    createOscillator() {
      const frequency = { value: 0 };
      const start = () => heard.push([frequency.value, Date.now()]);
      return { ...node(), frequency, start, stop() {} };
    }
    createGain() {
      const nothing = () => undefined;
      const gain = {
        setValueAtTime: nothing,
        linearRampToValueAtTime: nothing,
        exponentialRampToValueAtTime: nothing,
      };
      return { ...node(), gain };
    }
  };
})();
"""
RING, CHIME = 523.25, 880
"""A note that only the one has, in hertz."""

ELSEWHERE = "Document.prototype.hasFocus = () => window.looking !== false;"

NOTICES = """
(() => {
  const Real = window.Notification;
  const notices = (window.notices = []);
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      notices.push({ title, body: options.body, notice: this, closed: false });
    }
    close() {
      super.close();
      const mine = notices.find(({ notice }) => notice === this);
      if (mine) mine.closed = true;
    }
  };
})();
"""

CLOCK = """
(() => {
  const real = Date.now.bind(Date);
  window.ahead = 0;
  Date.now = () => real() + window.ahead;
})();
"""


def listen(person: Person, *, deaf: bool = False) -> None:
    """From the next page on, sounds can be counted; `deaf`: not before somebody clicks."""
    if deaf:
        person.context.add_init_script("window.deaf = true;")
    person.context.add_init_script(EARS)


def rings(*pages: Page) -> list[int]:
    """When a new conversation rang in these tabs, in milliseconds."""
    return _heard(RING, pages)


def chimes(*pages: Page) -> list[int]:
    """When a new message sounded in these tabs."""
    return _heard(CHIME, pages)


def _heard(note: float, pages: tuple[Page, ...]) -> list[int]:
    which = "note => heard.filter(one => one[0] === note).map(one => one[1])"
    return sorted(moment for page in pages for moment in page.evaluate(which, note))


def look_elsewhere(page: Page) -> None:
    """Turn to another program; `ELSEWHERE` must be in the page."""
    page.evaluate("window.looking = false; window.dispatchEvent(new Event('blur'))")


def look_again(page: Page) -> None:
    """Come back to this tab."""
    page.evaluate("window.looking = true; window.dispatchEvent(new Event('focus'))")
