{*
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 *
 * Constants only: page caches keep this tag for everybody.
 *}
<script async src="{$onlinechat.loader_url|escape:'html':'UTF-8'}" data-shop="{$onlinechat.shop|intval}" data-lang="{$onlinechat.lang|escape:'html':'UTF-8'}" data-session="{$onlinechat.session_url|escape:'html':'UTF-8'}"></script>
