<div class="scroll"><table class="table">
  <thead><tr><th>ID</th><th>{l s='Reference' d='Admin.Global'}</th><th>{l s='Customer' d='Admin.Global'}</th><th>{l s='Total' d='Admin.Global'}</th><th>{l s='Payment' d='Admin.Global'}</th><th>{l s='Status' d='Admin.Global'}</th><th>{l s='Date' d='Admin.Global'}</th></tr></thead>
  <tbody>{foreach $orders as $order}<tr>
    <td>{$order.id_order}</td><td><a href="{$link->getAdminLink('AdminOrders', true, [], ['id_order' => $order.id_order, 'vieworder' => 1])|escape}">{$order.reference|escape}</a></td>
    <td>{$order.customer|escape}</td><td>{$order.total_paid|price}</td><td>{$order.payment|escape}</td>
    <td><span class="badge" data-color="{$order.color|escape}">{$order.state|escape}</span></td><td>{$order.date_add|escape}</td></tr>{/foreach}</tbody>
</table></div>
