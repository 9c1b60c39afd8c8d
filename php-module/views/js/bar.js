/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */
/* Until the sidecar has run once: a small bar in place of the recap, for employees who may edit the configuration. */
(function () {
  'use strict';

  var script = document.currentScript;

  function show() {
    var bar = document.createElement('div');
    var text = document.createElement('span');
    var link = document.createElement('a');
    var observer;
    if (document.querySelector('online-chat-recap, .onlinechat-bar, #onlinechat-page')) {
      return;
    }
    bar.className = 'onlinechat-bar';
    bar.setAttribute('role', 'region');
    bar.setAttribute('aria-label', 'Online Chat');
    text.textContent = script.getAttribute('data-text');
    link.textContent = script.getAttribute('data-link');
    link.href = script.getAttribute('data-url');
    bar.appendChild(text);
    bar.appendChild(link);
    document.body.appendChild(bar);
    observer = new MutationObserver(function () {
      if (document.querySelector('online-chat-recap')) {
        observer.disconnect();
        bar.remove();
      }
    });
    observer.observe(document.body, { childList: true });
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', show);
  } else {
    show();
  }
})();
