{extends file='layout.tpl'}
{block name='title'}{l s='Create an account' d='Shop.Theme.Customeraccount'} – {$shop_name}{/block}
{block name='content'}
<section class="narrow card">
  <h1>{l s='Create an account' d='Shop.Theme.Customeraccount'}</h1>
  <form id="customer-form" action="{$link->getPageLink('registration')}" method="post">
    <label>{l s='First name' d='Shop.Forms.Labels'} <input name="firstname" value="{$values.firstname|default:''}" autocomplete="given-name" required></label>
    <label>{l s='Last name' d='Shop.Forms.Labels'} <input name="lastname" value="{$values.lastname|default:''}" autocomplete="family-name" required></label>
    <label>{l s='Email' d='Shop.Forms.Labels'} <input type="email" name="email" value="{$values.email|default:''}" autocomplete="email" required></label>
    <label>{l s='Password' d='Shop.Forms.Labels'} <input type="password" name="password" autocomplete="new-password" required></label>
    <input type="hidden" name="submitCreate" value="1">
    <button class="btn btn-primary" type="submit">{l s='Save' d='Shop.Theme.Actions'}</button>
  </form>
</section>
{/block}
