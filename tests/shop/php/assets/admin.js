// The small back office: menu on narrow screens, colours of order states.
const toggle = document.getElementById('menu-toggle');
toggle?.addEventListener('click', () => {
  const open = document.body.classList.toggle('menu-open');
  toggle.setAttribute('aria-expanded', String(open));
});
document.querySelectorAll('[data-color]').forEach((badge) => {
  badge.style.setProperty('--badge', badge.dataset.color);
});
