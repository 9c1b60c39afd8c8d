<div class="scroll"><table class="table">
  <thead><tr><th>ID</th><th>{l s='First name' d='Admin.Global'}</th><th>{l s='Last name' d='Admin.Global'}</th><th>{l s='Email address' d='Admin.Global'}</th><th>{l s='Registration' d='Admin.Global'}</th></tr></thead>
  <tbody>{foreach $customers as $row}<tr><td>{$row.id_customer}</td><td>{$row.firstname|escape}</td>
    <td><a href="{$link->getAdminLink('AdminCustomers', true, [], ['id_customer' => $row.id_customer, 'viewcustomer' => 1])|escape}">{$row.lastname|escape}</a></td>
    <td>{$row.email|escape}</td><td>{$row.date_add|escape}</td></tr>{/foreach}</tbody>
</table></div>
