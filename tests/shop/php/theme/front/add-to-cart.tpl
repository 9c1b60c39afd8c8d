<form class="add-to-cart" action="{$link->getPageLink('cart')}" method="post">
  <input type="hidden" name="token" value="{$static_token}">
  <input type="hidden" name="id_product" value="{$product->id}">
  <input type="hidden" name="add" value="1">
  <input type="hidden" name="qty" value="1">
  <button type="submit" class="btn btn-primary" data-added="{l s='Added to your cart' d='Shop.Theme.Checkout'}">{l s='Add to cart' d='Shop.Theme.Actions'}</button>
</form>
