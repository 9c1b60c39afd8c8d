{extends file='layout.tpl'}
{block name='title'}{l s='Your account' d='Shop.Theme.Customeraccount'} – {$shop_name}{/block}
{block name='content'}
<h1>{l s='Your account' d='Shop.Theme.Customeraccount'}</h1>
<section class="card">
  <p><strong>{$customer->firstname} {$customer->lastname}</strong><br>{$customer->email}</p>
  <h2>{l s='Order history' d='Shop.Theme.Customeraccount'}</h2>
  {if $orders}
  <div class="scroll"><table>
    <thead><tr><th>{l s='Reference' d='Shop.Theme.Catalog'}</th><th>{l s='Date' d='Shop.Theme.Global'}</th><th>{l s='Total price' d='Shop.Theme.Checkout'}</th><th>{l s='Status' d='Shop.Theme.Checkout'}</th></tr></thead>
    <tbody>{foreach $orders as $order}<tr><td>{$order.reference}</td><td>{$order.date_add|truncate:10:''}</td><td>{$order.total_paid|price}</td><td><span class="label">{$order.state}</span></td></tr>{/foreach}</tbody>
  </table></div>
  {else}<p>{l s='You have not placed any orders.' d='Shop.Theme.Customeraccount'}</p>{/if}
  <p><a class="btn btn-secondary" href="{$link->getPageLink('index')}?mylogout=" rel="nofollow">{l s='Sign out' d='Shop.Theme.Actions'}</a></p>
</section>
{/block}
