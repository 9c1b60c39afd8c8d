<!doctype html>
<html lang="{$language->iso_code}"{if $language->is_rtl} dir="rtl"{/if}>
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{block name='title'}{$shop_name}{/block}</title>
  {hook h='displayAfterTitleTag'}
  <link rel="icon" href="/assets/logo.svg" type="image/svg+xml">
  {foreach $styles as $style}<link rel="stylesheet" href="{$style.path}">{/foreach}
  {foreach $scripts as $script}{if $script.position == 'head'}<script src="{$script.path}" {$script.attribute}></script>{/if}{/foreach}
  {$js_definitions nofilter}
  {$HOOK_HEADER nofilter}
</head>
<body id="{$page_name}" class="{' '|implode:$body_classes}" data-token="{$static_token}" data-visitor-url="{$link->getPageLink('visitor')}">
{hook h='displayAfterBodyOpeningTag'}
{block name='header'}
<header id="header">
  <div class="nav">
    <div class="container">
      <span class="nav-contact">+33 1 23 45 67 89</span>
      <nav class="languages" aria-label="{l s='Language' d='Shop.Theme.Global'}">
        {foreach $languages as $one}<a href="{$one.url}" hreflang="{$one.iso_code}" lang="{$one.iso_code}"{if $one.iso_code == $language->iso_code} aria-current="true"{/if}>{$one.name}</a>{/foreach}
      </nav>
      <nav class="currencies" aria-label="{l s='Currency' d='Shop.Theme.Global'}">
        {foreach $currencies as $one}<a href="?SubmitCurrency=1&amp;id_currency={$one.id_currency}" rel="nofollow" title="{$one.name}"{if $one.id_currency == $currency->id} aria-current="true"{/if}>{$one.iso_code} {$one.symbol}</a>{/foreach}
      </nav>
      <span class="user-info" data-sign-in="{l s='Sign in' d='Shop.Theme.Actions'}" data-login-url="{$link->getPageLink('authentication')}" data-account-url="{$link->getPageLink('my-account')}">
      {if $is_logged}
        <a href="{$link->getPageLink('my-account')}" rel="nofollow">{$customer->firstname} {$customer->lastname}</a>
        <a class="logout" href="{$link->getPageLink('index')}?mylogout=" rel="nofollow">{l s='Sign out' d='Shop.Theme.Actions'}</a>
      {else}
        <a href="{$link->getPageLink('authentication')}" rel="nofollow">{l s='Sign in' d='Shop.Theme.Actions'}</a>
      {/if}
      </span>
      <a class="cart" href="{$link->getPageLink('cart')}?action=show" rel="nofollow">{l s='Cart' d='Shop.Theme.Checkout'} (<span class="cart-products-count">{$cart_count}</span>)</a>
    </div>
  </div>
  <div class="header-top container">
    <a class="logo" href="{$link->getPageLink('index')}"><img src="/assets/logo.svg" alt="" width="40" height="40"> <span>{$shop_name}</span></a>
    {hook h='displayTop'}
  </div>
</header>
{/block}
<main id="wrapper" class="container">
  {foreach $errors as $error}<p class="alert alert-danger" role="alert">{$error}</p>{/foreach}
  {foreach $success as $line}<p class="alert alert-success" role="status">{$line}</p>{/foreach}
  {block name='content'}{/block}
</main>
{block name='footer'}
<footer id="footer">
  <div class="container">
    {hook h='displayFooter'}
    <p>{$shop_name} · 12, rue des Ateliers, 88000 Épinal</p>
    <p class="small">{l s='A small shop to try Online Chat in. Nothing here is for sale.' d='Shop.Theme.Global'}</p>
  </div>
</footer>
{/block}
<p id="toast" role="status"></p>
{foreach $scripts as $script}{if $script.position != 'head'}<script src="{$script.path}" {$script.attribute}></script>{/if}{/foreach}
{hook h='displayBeforeBodyClosingTag'}
</body>
</html>
