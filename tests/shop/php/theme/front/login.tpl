{extends file='layout.tpl'}
{block name='title'}{l s='Sign in' d='Shop.Theme.Actions'} – {$shop_name}{/block}
{block name='content'}
<section class="narrow card">
  <h1>{l s='Log in to your account' d='Shop.Theme.Customeraccount'}</h1>
  <form id="login-form" action="{$link->getPageLink('authentication')}" method="post">
    <input type="hidden" name="back" value="{$back}">
    <label>{l s='Email' d='Shop.Forms.Labels'} <input type="email" name="email" value="{$email}" autocomplete="email" required></label>
    <label>{l s='Password' d='Shop.Forms.Labels'} <input type="password" name="password" autocomplete="current-password" required></label>
    <input type="hidden" name="submitLogin" value="1">
    <button id="submit-login" class="btn btn-primary" type="submit">{l s='Sign in' d='Shop.Theme.Actions'}</button>
  </form>
  <p><a href="{$link->getPageLink('registration')}">{l s='No account? Create one here' d='Shop.Theme.Customeraccount'}</a></p>
</section>
{/block}
