{extends file='layout.tpl'}
{block name='title'}{$product->name} – {$shop_name}{/block}
{block name='content'}
<nav class="breadcrumb"><a href="{$link->getPageLink('index')}">{l s='Home' d='Shop.Theme.Global'}</a> / <span>{$product->name}</span></nav>
<section class="product">
  <img src="/assets/product-{$product->id}.svg" alt="" width="520" height="520">
  <div>
    <h1>{$product->name}</h1>
    {if $show_prices}<p class="price">{$product->getPrice($tax_included)|price} <small>{if $tax_included}{l s='Tax included' d='Shop.Theme.Catalog'}{else}{l s='Tax excluded' d='Shop.Theme.Catalog'}{/if}</small></p>{/if}
    <p class="lead">{$product->description_short}</p>
    {include file='add-to-cart.tpl'}
    <h2>{l s='Description' d='Shop.Theme.Catalog'}</h2>
    <p>{$product->description}</p>
    <p class="reference">{l s='Reference' d='Shop.Theme.Catalog'} {$product->reference}</p>
  </div>
</section>
{/block}
