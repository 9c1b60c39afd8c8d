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
      <div class="cart-line"><a href="{$link->getProductLink($line)}">{$line.name}</a><span>{if $show_prices}<span class="unit">{$line.unit|price}</span> × {/if}{$line.cart_quantity}</span></div>
      {if $show_prices}<strong>{$line.sum|price}</strong>{/if}
      <form action="{$link->getPageLink('cart')}" method="post">
        <input type="hidden" name="token" value="{$static_token}"><input type="hidden" name="id_product" value="{$line.id_product}"><input type="hidden" name="delete" value="1">
        <button class="btn btn-link" type="submit" aria-label="{l s='Remove' d='Shop.Theme.Actions'} {$line.name}">✕</button>
      </form>
    </li>
    {/foreach}
  </ul>
  <aside class="cart-summary card">
    {if $show_prices}
    <dl>
      <dt>{l s='Subtotal' d='Shop.Theme.Checkout'}</dt><dd class="products">{$subtotal|price}</dd>
      {if $discounts}<dt>{l s='Discount(s)' d='Shop.Theme.Checkout'}</dt><dd class="discounts">-{$discounts|price}</dd>{/if}
      <dt>{l s='Shipping' d='Shop.Theme.Checkout'}</dt><dd class="shipping">{if $shipping}{$shipping|price}{else}{l s='Free' d='Shop.Theme.Checkout'}{/if}</dd>
      <dt>{if $tax_included}{l s='Total (tax incl.)' d='Shop.Theme.Checkout'}{else}{l s='Total (tax excl.)' d='Shop.Theme.Checkout'}{/if}</dt><dd class="total">{$total|price}</dd>
    </dl>
    {/if}
    {foreach $vouchers as $voucher}
    <form class="voucher" action="{$link->getPageLink('cart')}" method="post">
      <input type="hidden" name="deleteDiscount" value="{$voucher.id_cart_rule}">
      <span>{$voucher.name}</span>{if $show_prices}<span class="value">-{$voucher.value|price}</span>{/if}
      <button class="btn btn-link" type="submit" aria-label="{l s='Remove' d='Shop.Theme.Actions'} {$voucher.name}">✕</button>
    </form>
    {/foreach}
    <form class="voucher" action="{$link->getPageLink('cart')}" method="post">
      <input type="hidden" name="addDiscount" value="1">
      <input name="discount_name" required aria-label="{l s='Promo code' d='Shop.Theme.Checkout'}" placeholder="{l s='Promo code' d='Shop.Theme.Checkout'}">
      <button class="btn" type="submit">{l s='Add' d='Shop.Theme.Actions'}</button>
    </form>
    <a class="btn btn-primary" href="{$link->getPageLink('order')}">{l s='Proceed to checkout' d='Shop.Theme.Actions'}</a>
  </aside>
</div>
{else}
<p class="card empty">{l s='There are no more items in your cart' d='Shop.Theme.Checkout'}</p>
<p><a href="{$link->getPageLink('index')}">{l s='Continue shopping' d='Shop.Theme.Actions'}</a></p>
{/if}
{/block}
