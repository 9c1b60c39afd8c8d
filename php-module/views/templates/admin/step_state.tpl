{*
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 *}
<span class="oc-state">
  <span class="label label-success" data-when="done">{l s='Done' d='Modules.Onlinechat.Admin'}</span>
  <span class="label label-warning" data-when="now">{l s='To do now' d='Modules.Onlinechat.Admin'}</span>
  <span class="label label-default" data-when="open">{l s='To do' d='Modules.Onlinechat.Admin'}</span>
  <span class="label label-default" data-when="later">{l s='Afterwards' d='Modules.Onlinechat.Admin'}</span>
  <span class="label label-default" data-when="unknown">{l s='Not known yet' d='Modules.Onlinechat.Admin'}</span>
</span>
