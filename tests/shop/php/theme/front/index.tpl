{extends file='layout.tpl'}
{block name='content'}
<section class="hero">
  <div>
    <h1>{l s='Things for the kitchen that last' d='Shop.Theme.Global'}</h1>
    <p>{l s='Made in small series by people we know.' d='Shop.Theme.Global'}</p>
  </div>
</section>
<h2 class="section-title">{l s='Popular products' d='Shop.Theme.Catalog'}</h2>
<section class="products">
  {foreach $products as $product}{include file='product-miniature.tpl'}{/foreach}
</section>
{/block}
