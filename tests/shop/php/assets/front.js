// The small shop's theme script: cart by AJAX, and the part of a cached page that differs from visitor to visitor.
const listeners = new Map();
window.prestashop = {
  on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
  emit: (name, event) => (listeners.get(name) ?? []).forEach((listener) => listener(event)),
};

const body = document.body;
const toast = document.getElementById('toast');
const showCount = (count) => {
  document.querySelectorAll('.cart-products-count').forEach((element) => { element.textContent = String(count); });
};

document.querySelectorAll('form.add-to-cart').forEach((form) => {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form));
    data.set('ajax', '1');
    data.set('action', 'update');
    data.set('token', body.dataset.token);
    const response = await fetch(form.action, { method: 'POST', body: data, credentials: 'same-origin' });
    const answer = await response.json();
    toast.textContent = answer.hasError ? answer.errors.join(' ') : event.submitter.dataset.added;
    setTimeout(() => { toast.textContent = ''; }, 3000);
    if (!answer.hasError) {
      showCount(answer.cart.products_count);
      window.prestashop.emit('updateCart', { reason: { idProduct: answer.id_product, linkAction: 'add-to-cart' }, resp: answer });
    }
  });
});

if ('cached' in body.dataset) {
  fetch(body.dataset.visitorUrl, { credentials: 'same-origin' }).then((response) => response.json()).then((visitor) => {
    body.dataset.token = visitor.token;
    showCount(visitor.products);
    const info = document.querySelector('.user-info');
    const link = document.createElement('a');
    link.href = visitor.name ? info.dataset.accountUrl : info.dataset.loginUrl;
    link.textContent = visitor.name || info.dataset.signIn;
    info.replaceChildren(link);
  });
}
