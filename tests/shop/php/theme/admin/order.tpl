{if $order}<div class="card panel"><h3 class="panel-heading">#{$order.id_order} {$order.reference|escape} <span class="badge">{$order.state|escape}</span></h3>
<p><a href="{$link->getAdminLink('AdminCustomers', true, [], ['id_customer' => $order.id_customer, 'viewcustomer' => 1])|escape}">{$order.customer|escape}</a> · {$order.payment|escape} · {$order.date_add|escape}</p>
<div class="scroll"><table class="table"><tbody>{foreach $lines as $line}<tr><td>{$line.product_name|escape}</td><td>{$line.product_reference|escape}</td><td>{$line.unit_price_tax_incl|price} × {$line.product_quantity}</td><td>{$line.total_price_tax_incl|price}</td></tr>{/foreach}</tbody></table></div>
<p><strong>{$order.total_paid|price}</strong></p></div>{/if}
