<article class="product-miniature">
  <a href="{$link->getProductLink($product)}" class="thumbnail"><img src="/assets/product-{$product->id}.svg" alt="" width="320" height="320"></a>
  <h2><a href="{$link->getProductLink($product)}">{$product->name}</a></h2>
  {if $show_prices}<p class="price">{$product->getPrice($tax_included)|price}</p>{/if}
  {include file='add-to-cart.tpl'}
</article>
