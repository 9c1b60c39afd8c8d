{*
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 *
 * Constants only: Symfony pages compile what is printed here.
 *}
{if $onlinechat.bar}
<link rel="stylesheet" href="{$onlinechat.bar_css|escape:'html':'UTF-8'}">
<script async src="{$onlinechat.bar_js|escape:'html':'UTF-8'}" data-text="{l s='Online Chat is not running yet.' d='Modules.Onlinechat.Admin'}" data-link="{l s='Help getting started' d='Modules.Onlinechat.Admin'}" data-url="{$onlinechat.configuration_url|escape:'html':'UTF-8'}"></script>
{/if}
<script async src="{$onlinechat.recap_url|escape:'html':'UTF-8'}" data-token-url="{$onlinechat.token_url|escape:'html':'UTF-8'}" data-lang="{$onlinechat.lang|escape:'html':'UTF-8'}" data-history-url="{$onlinechat.history_url|escape:'html':'UTF-8'}" data-configuration-url="{$onlinechat.configuration_url|escape:'html':'UTF-8'}"></script>
