/**
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 */
/* Our page in the back office, before the sidecar takes over: is it there? If so its script fills the page; if not,
   Help says which step is missing. Texts are in the template; this only sets data-state. */
(function () {
  'use strict';

  var RETRY_MS = 10000;
  var TIMEOUT_MS = 8000;
  var STEPS = {
    'not-passed': { install: 'unknown', start: 'unknown', proxy: 'now' },
    'not-running': { install: 'open', start: 'now', proxy: 'done' },
    'not-ready': { install: 'done', start: 'now', proxy: 'done' },
    'no-answer': { install: 'unknown', start: 'unknown', proxy: 'unknown' }
  };
  var page, help, timer, asking, taken;

  function mark(element, state) {
    element.setAttribute('data-state', state);
  }

  function show(state, reason) {
    var steps = STEPS[state] || {};
    var where = help.querySelector('[data-oc="reason"]');
    mark(help, state);
    Object.keys(steps).forEach(function (name) {
      var step = help.querySelector('[data-step="' + name + '"]');
      if (step) {
        mark(step, steps[name]);
      }
    });
    if (where) {
      where.textContent = reason || '';
    }
    clearTimeout(timer);
    timer = setTimeout(check, RETRY_MS);
  }

  function ask(path, done) {
    var request = new XMLHttpRequest();
    request.open('GET', page.getAttribute('data-url') + path);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('Accept', 'application/json');
    request.onload = function () {
      var answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (error) {
        answer = null;
      }
      done(request.status, answer && typeof answer === 'object' ? answer : null);
    };
    request.onerror = request.ontimeout = function () {
      done(0, null);
    };
    request.send();
  }

  function sentence(answer) {
    var value = answer.reason || answer.message || answer.detail || (answer.error && answer.error.message) || answer.status;
    return typeof value === 'string' ? value : JSON.stringify(answer);
  }

  function take() {
    var script = document.createElement('script');
    taken = true;
    script.src = page.getAttribute('data-url') + 'backoffice.js';
    script.onload = function () {
      help.hidden = true;
    };
    script.onerror = function () {
      taken = false;
      show('not-passed');
    };
    document.head.appendChild(script);
  }

  function check() {
    if (taken || asking || document.hidden) {
      return;
    }
    clearTimeout(timer);
    asking = true;
    ask('health', function (status, answer) {
      if (answer && answer.oc === 1) {
        ask('ready', function (readyStatus, readiness) {
          asking = false;
          if (readyStatus === 503 && readiness) {
            show('not-ready', sentence(readiness));
          } else {
            take();
          }
        });
        return;
      }
      asking = false;
      if (status === 0) {
        show('no-answer');
      } else if (status === 502 || status === 503 || status === 504) {
        show('not-running');
      } else {
        show('not-passed');
      }
    });
  }

  function copy(button) {
    var code = button.parentNode.querySelector('code');
    navigator.clipboard.writeText(code.textContent).then(function () {
      mark(button, 'copied');
      setTimeout(function () {
        mark(button, 'copy');
      }, 2000);
    });
  }

  function start() {
    var buttons, again, index;
    page = document.getElementById('onlinechat-page');
    if (!page || help) {
      return;
    }
    help = page.querySelector('[data-oc="help"]');
    buttons = help.querySelectorAll('[data-oc="copy"]');
    // The clipboard needs https (or localhost); elsewhere the text can still be selected.
    for (index = 0; navigator.clipboard && index < buttons.length; index += 1) {
      mark(buttons[index], 'copy');
      buttons[index].hidden = false;
    }
    help.addEventListener('click', function (event) {
      var button = event.target.closest('[data-oc="copy"]');
      if (button) {
        copy(button);
      }
    });
    again = help.querySelector('[data-oc="check"]');
    if (again) {
      again.addEventListener('click', function () {
        mark(help, 'checking');
        check();
      });
    }
    document.addEventListener('visibilitychange', check);
    check();
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
})();
