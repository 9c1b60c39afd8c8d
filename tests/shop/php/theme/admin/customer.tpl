{if $customer}<div class="card panel"><h3 class="panel-heading">{$customer.firstname|escape} {$customer.lastname|escape} (#{$customer.id_customer})</h3><p>{$customer.email|escape}</p></div>
<div class="card panel"><h3 class="panel-heading">{l s='Orders' d='Admin.Global'}</h3>{include file='orders-table.tpl'}</div>{/if}
