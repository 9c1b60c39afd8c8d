<div class="card panel"><h3 class="panel-heading">{l s='Customers' d='Admin.Global'} ({$customers|count})</h3>{include file='customers-table.tpl'}</div>
