<div class="tiles">
  <div class="panel tile"><span>{l s='Orders' d='Admin.Global'}</span><strong>{$orders|count}</strong></div>
  <div class="panel tile"><span>{l s='Customers' d='Admin.Global'}</span><strong>{$customers|count}</strong></div>
</div>
<div class="panel"><h3 class="panel-heading">{l s='Orders' d='Admin.Global'}</h3>{include file='orders-table.tpl'}</div>
