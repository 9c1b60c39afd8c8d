<div class="panel"><h3 class="panel-heading">{l s='Customer Service' d='Admin.Global'}</h3>
<div class="scroll"><table class="table">
  <thead><tr><th>ID</th><th>{l s='Email address' d='Admin.Global'}</th><th>{l s='Contact' d='Admin.Global'}</th><th>{l s='Message' d='Admin.Global'}</th><th>{l s='Status' d='Admin.Global'}</th><th>{l s='Date' d='Admin.Global'}</th></tr></thead>
  <tbody>{foreach $threads as $thread}<tr><td>{$thread.id_customer_thread}</td><td>{$thread.email|escape}</td><td>{$thread.contact|escape}</td><td class="wrap">{$thread.message|escape}</td><td><span class="badge">{$thread.status|escape}</span></td><td>{$thread.date_upd|escape}</td></tr>{/foreach}</tbody>
</table></div></div>
