{*
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 *}
<div class="oc-code">
  <pre tabindex="0"><code>{$code|escape:'html':'UTF-8'}</code></pre>
  <button type="button" class="btn btn-default btn-sm" data-oc="copy" hidden><span data-when="copy">{l s='Copy' d='Modules.Onlinechat.Admin'}</span><span data-when="copied">{l s='Copied' d='Modules.Onlinechat.Admin'}</span></button>
</div>
