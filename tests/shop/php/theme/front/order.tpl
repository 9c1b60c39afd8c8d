{extends file='layout.tpl'}
{block name='title'}{l s='Checkout' d='Shop.Theme.Checkout'} – {$shop_name}{/block}
{block name='header'}
<header id="header" class="checkout-header"><div class="header-top container">
  <a class="logo" href="{$link->getPageLink('index')}"><img src="/assets/logo.svg" alt="" width="40" height="40"> <span>{$shop_name}</span></a>
</div></header>
{/block}
{block name='footer'}<footer id="footer"><div class="container"><p class="small">{l s='Nothing is paid and nothing is sent: this is a demonstration.' d='Shop.Theme.Checkout'}</p></div></footer>{/block}
{block name='content'}
<h1>{l s='Checkout' d='Shop.Theme.Checkout'}</h1>
<div class="columns">
  <ol class="checkout-steps">
    <li class="card"><h2>{l s='Personal Information' d='Shop.Theme.Checkout'}</h2>
      {if $is_logged}<p>{$customer->firstname} {$customer->lastname}, {$customer->email}</p>{else}<p><a href="{$link->getPageLink('authentication')}?back=/{$language->iso_code}/order">{l s='Sign in' d='Shop.Theme.Actions'}</a></p>{/if}</li>
    <li class="card"><h2>{l s='Addresses' d='Shop.Theme.Checkout'}</h2>
      {if $address->id}<p>{$address->firstname} {$address->lastname}<br>{$address->address1}<br>{$address->postcode} {$address->city}</p>{else}<p>–</p>{/if}</li>
    <li class="card"><h2>{l s='Shipping Method' d='Shop.Theme.Checkout'}</h2><p>My carrier, {$shipping|price}</p></li>
    <li class="card"><h2>{l s='Payment' d='Shop.Theme.Checkout'}</h2><button class="btn btn-primary" type="button" disabled>{l s='Place order' d='Shop.Theme.Checkout'}</button></li>
  </ol>
  <aside class="cart-summary card">
    <dl>{foreach $products as $line}<dt>{$line.name} × {$line.cart_quantity}</dt><dd>{$line.sum|price}</dd>{/foreach}
      {if $discounts}<dt>{l s='Discount(s)' d='Shop.Theme.Checkout'}</dt><dd>-{$discounts|price}</dd>{/if}
      <dt>{l s='Shipping' d='Shop.Theme.Checkout'}</dt><dd>{$shipping|price}</dd>
      <dt>{if $tax_included}{l s='Total (tax incl.)' d='Shop.Theme.Checkout'}{else}{l s='Total (tax excl.)' d='Shop.Theme.Checkout'}{/if}</dt><dd class="total">{$total|price}</dd></dl>
  </aside>
</div>
{/block}
