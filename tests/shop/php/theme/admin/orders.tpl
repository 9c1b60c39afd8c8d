<div class="card panel"><h3 class="panel-heading">{l s='Orders' d='Admin.Global'} ({$orders|count})</h3>{include file='orders-table.tpl'}</div>
