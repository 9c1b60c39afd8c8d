{extends file='layout.tpl'}
{block name='title'}{l s='Cart' d='Shop.Theme.Checkout'} – {$shop_name}{/block}
{block name='content'}
<h1>{l s='Shopping cart' d='Shop.Theme.Checkout'}</h1>
{if $products}
<div class="columns">
  <ul class="cart-items card">
    {foreach $products as $line}
    <li>
      <img src="/assets/product-{$line.id_product}.svg" alt="" width="80" height="80">
      <div class="cart-line"><a href="{$link->getProductLink($line)}">{$line.name}</a><span>{$line.price_wt|price} × {$line.cart_quantity}</span></div>
      <strong>{$line.total_wt|price}</strong>
      <form action="{$link->getPageLink('cart')}" method="post">
        <input type="hidden" name="token" value="{$static_token}"><input type="hidden" name="id_product" value="{$line.id_product}"><input type="hidden" name="delete" value="1">
        <button class="btn btn-link" type="submit" aria-label="{l s='Remove' d='Shop.Theme.Actions'} {$line.name}">✕</button>
      </form>
    </li>
    {/foreach}
  </ul>
  <aside class="cart-summary card">
    <dl>
      <dt>{l s='Subtotal' d='Shop.Theme.Checkout'}</dt><dd>{$subtotal|price}</dd>
      <dt>{l s='Shipping' d='Shop.Theme.Checkout'}</dt><dd>{$shipping|price}</dd>
      <dt>{l s='Total (tax incl.)' d='Shop.Theme.Checkout'}</dt><dd class="total">{$total|price}</dd>
    </dl>
    <a class="btn btn-primary" href="{$link->getPageLink('order')}">{l s='Proceed to checkout' d='Shop.Theme.Actions'}</a>
  </aside>
</div>
{else}
<p class="card empty">{l s='There are no more items in your cart' d='Shop.Theme.Checkout'}</p>
<p><a href="{$link->getPageLink('index')}">{l s='Continue shopping' d='Shop.Theme.Actions'}</a></p>
{/if}
{/block}
