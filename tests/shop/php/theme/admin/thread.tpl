{assign var=first value=$messages[0]}
<div class="panel thread">
  <h3 class="panel-heading">{l s='Thread' d='Admin.Global'}: <span class="badge">#{$thread.id_customer_thread}</span> <span class="badge">{$labels[$thread.status]|escape}</span></h3>
  <form method="post" action="{$action|escape}">
    {foreach $statuses as $value => $status}<button class="btn btn-default" name="setstatus" value="{$value}">{$labels[$status]|escape}</button> {/foreach}
  </form>
  <h2>{if $first.id_customer}<a href="{$link->getAdminLink('AdminCustomers', true, [], ['id_customer' => $first.id_customer, 'viewcustomer' => 1])|escape}">{$first.customer_name|escape} <small>({$first.customer_email|escape})</small></a>{else}{$thread.email|escape}{/if}</h2>
  {if $first.subject}<p>{l s='To:' d='Admin.Global'} <span class="badge">{$first.subject|escape}</span></p>{/if}
  {foreach $messages as $message}
  <article class="thread-message" data-author="{if $message.id_employee}employee{else}customer{/if}">
    <h4>{if $message.id_employee}{$message.employee_name|escape}{else}{$message.customer_name|default:$thread.email|escape}{/if} <small>{$message.date_add|escape}</small></h4>
    {if $message.product_name}<p>{l s='Product' d='Admin.Global'} {$message.product_name|escape}</p>{/if}
    <p class="message-item-text">{$message.message|escape|nl2br}</p>
  </article>
  {/foreach}
</div>
<form method="post" action="{$action|escape}" class="panel">
  <h3 class="panel-heading">{l s='Your answer to' d='Admin.Global'} {$first.customer_name|default:$thread.email}</h3>
  <textarea class="form-control" name="reply_message" rows="4" aria-label="{l s='Message' d='Admin.Global'}"></textarea>
  <input type="hidden" name="msg_email" value="{$thread.email}">
  <div class="panel-footer"><button class="btn btn-default pull-right" name="submitReply" value="1">{l s='Send' d='Admin.Actions'}</button></div>
</form>
<div class="panel"><h3 class="panel-heading">{l s='Orders and messages timeline' d='Admin.Global'}</h3>
  {if $order}<p><a href="{$link->getAdminLink('AdminOrders', true, [], ['id_order' => $order.id_order, 'vieworder' => 1])|escape}">{l s='Order' d='Admin.Global'} #{$order.id_order}</a> <span class="badge" data-color="{$order.color|escape}">{$order.state|escape}</span></p>{/if}
  {foreach $messages as $message}<p><small>{$message.date_add|escape}</small> {l s='Message to:' d='Admin.Global'} <span class="badge">{if $message.id_employee}{$message.customer_name}{else}{$message.subject}{/if}</span><br>{$message.message|escape|nl2br}</p>
  {/foreach}
</div>
