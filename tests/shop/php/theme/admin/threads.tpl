<div class="panel"><h3 class="panel-heading">{l s='Customer Service' d='Admin.Global'} <span class="badge">{$threads|count}</span></h3>
<div class="scroll"><table class="table" aria-label="{l s='Customer Service' d='Admin.Global'}">
  <thead><tr><th>ID</th><th>{l s='Customer' d='Admin.Global'}</th><th>{l s='Email address' d='Admin.Global'}</th><th>{l s='Contact' d='Admin.Global'}</th><th>{l s='Language' d='Admin.Global'}</th><th>{l s='Status' d='Admin.Global'}</th><th>{l s='Employee' d='Admin.Global'}</th><th>{l s='Messages' d='Admin.Global'}</th><th>{l s='Last message' d='Admin.Global'}</th><th></th></tr></thead>
  <tbody>{foreach $threads as $thread}<tr>
    <td>{$thread.id_customer_thread}</td><td>{$thread.customer|default:'--'|escape}</td><td>{$thread.email|escape}</td><td>{$thread.contact|escape}</td><td>{$thread.language|escape}</td>
    <td><span class="badge">{$labels[$thread.status]|escape}</span></td><td>{$thread.employee|default:'--'|escape}</td><td class="wrap">{$thread.messages|truncate:40|escape}</td><td>{$thread.date_upd|escape}</td>
    <td><a href="{$link->getAdminLink('AdminCustomerThreads', true, [], ['id_customer_thread' => $thread.id_customer_thread, 'viewcustomer_thread' => 1])|escape}">{l s='View' d='Admin.Actions'}</a></td></tr>{/foreach}</tbody>
</table></div></div>
