{*
 * Online Chat: live chat for PrestaShop.
 *
 * @author    Online Chat contributors
 * @copyright Online Chat contributors
 * @license   https://opensource.org/licenses/AFL-3.0 Academic Free License 3.0 (AFL-3.0)
 *
 * The sidecar's page is put into #onlinechat-page; what is inside is shown while it can't be reached.
 * page.js writes nothing but data-state, so that all texts are here and can be translated.
 *}
<div id="onlinechat-page" class="onlinechat" data-page="{$onlinechat.page|escape:'html':'UTF-8'}" data-url="{$onlinechat.url|escape:'html':'UTF-8'}" data-token-url="{$onlinechat.token_url|escape:'html':'UTF-8'}" data-lang="{$onlinechat.lang|escape:'html':'UTF-8'}" data-scope="{$onlinechat.scope|escape:'html':'UTF-8'}" data-customer-url="{$onlinechat.customer_url|escape:'html':'UTF-8'}" data-customer-example="{$onlinechat.any_customer|intval}">
  <div class="oc-help" data-oc="help" data-state="checking">
    <div class="oc-status" data-oc="status" role="status">
      <p class="alert alert-info" data-when="checking">{l s='Looking for the chat server…' d='Modules.Onlinechat.Admin'}</p>
      {if $onlinechat.may_mend}
      <p class="alert alert-warning" data-when="not-passed">{l s='Your web server itself answers for this address, so step 3 is still missing:' d='Modules.Onlinechat.Admin'} <code>{$onlinechat.url|escape:'html':'UTF-8'}</code></p>
      <p class="alert alert-warning" data-when="not-running">{l s='The chat server does not answer at this address. Your web server passes it on already, so only step 2 is missing:' d='Modules.Onlinechat.Admin'} <code>{$onlinechat.url|escape:'html':'UTF-8'}</code></p>
      <p class="alert alert-warning" data-when="not-ready">{l s='The chat server runs, but it can not work yet. It says:' d='Modules.Onlinechat.Admin'} <code data-oc="reason"></code></p>
      <p class="alert alert-warning" data-when="no-answer">{l s='No answer came from this address. Is the browser connected, and is the address right?' d='Modules.Onlinechat.Admin'} <code>{$onlinechat.url|escape:'html':'UTF-8'}</code></p>
      <noscript><p class="alert alert-warning">{l s='Please allow JavaScript for this page.' d='Modules.Onlinechat.Admin'}</p></noscript>
      {else}
      <p class="alert alert-warning" data-when="not-passed not-running not-ready no-answer">{l s='The chat server can not be reached at the moment. Your shop works as usual; please tell the person who looks after it.' d='Modules.Onlinechat.Admin'}</p>
      {/if}
    </div>
    {if $onlinechat.may_mend}
    <div class="panel">
      <h3 class="panel-heading"><i class="icon-comments" aria-hidden="true"></i> {l s='Help getting started' d='Modules.Onlinechat.Admin'}</h3>
      <p class="oc-lead">{l s='The module is installed. Its chat server is a program of its own that runs beside your shop; these steps bring the two together. Your shop works as usual until then.' d='Modules.Onlinechat.Admin'}</p>
      <ol class="oc-steps">
        <li class="oc-step" data-step="install" data-state="unknown">
          <div class="oc-step-head"><h4>{l s='Install the chat server' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='On the machine of the shop, with Python 3.11 or newer:' d='Modules.Onlinechat.Admin'}</p>
          {include file="./code.tpl" code=$onlinechat.help.install_command}
        </li>
        <li class="oc-step" data-step="start" data-state="unknown">
          <div class="oc-step-head"><h4>{l s='Start it' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='As a user that may read the shop’s files. It finds the database by itself:' d='Modules.Onlinechat.Admin'}</p>
          {include file="./code.tpl" code=$onlinechat.help.start_command}
          <p>{l s='If something is wrong, “onlinechat doctor” with the same options says what, and how to mend it.' d='Modules.Onlinechat.Admin'}</p>
          <details>
            <summary>{l s='Keep it running after a restart of the machine' d='Modules.Onlinechat.Admin'}</summary>
            <p>{l s='Save this as /etc/systemd/system/onlinechat.service:' d='Modules.Onlinechat.Admin'}</p>
            {include file="./code.tpl" code=$onlinechat.help.service_unit}
            <p>{l s='Then:' d='Modules.Onlinechat.Admin'}</p>
            {include file="./code.tpl" code=$onlinechat.help.service_commands}
          </details>
        </li>
        <li class="oc-step" data-step="proxy" data-state="unknown">
          <div class="oc-step-head"><h4>{l s='Let your web server pass the chat on' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='Browsers reach the chat server through the shop’s own address, under this path:' d='Modules.Onlinechat.Admin'} <code>{$onlinechat.help.base_path|escape:'html':'UTF-8'}</code></p>
          <details open>
            <summary>nginx</summary>
            <p>{l s='Into the server block of the shop; then reload nginx:' d='Modules.Onlinechat.Admin'}</p>
            {include file="./code.tpl" code=$onlinechat.help.nginx}
          </details>
          <details>
            <summary>Apache</summary>
            <p>{l s='Into the VirtualHost block of the shop; then reload Apache:' d='Modules.Onlinechat.Admin'}</p>
            {include file="./code.tpl" code=$onlinechat.help.apache}
            {if $onlinechat.help.htaccess}
            <p>{l s='Or, without access to that block, into the file .htaccess of the shop, above its first line “# ~~start~~” (PrestaShop rewrites what is below):' d='Modules.Onlinechat.Admin'}</p>
            {include file="./code.tpl" code=$onlinechat.help.htaccess}
            {/if}
          </details>
        </li>
        <li class="oc-step" data-step="team" data-state="{if $onlinechat.profiles}open{else}done{/if}">
          <div class="oc-step-head"><h4>{l s='Let your team answer' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='Employees answer customers when their profile may view “Conversation history”. You decide that in the permissions of your team.' d='Modules.Onlinechat.Admin'}</p>
          {if $onlinechat.profiles}
          <p>{l s='Profiles that may not yet:' d='Modules.Onlinechat.Admin'}
            {foreach from=$onlinechat.profiles item=profile}<span class="label label-default oc-profile">{$profile|escape:'html':'UTF-8'}</span> {/foreach}
          </p>
          {/if}
          {if $onlinechat.permissions_url}
          <p><a class="btn btn-default" href="{$onlinechat.permissions_url|escape:'html':'UTF-8'}">{l s='Permissions' d='Modules.Onlinechat.Admin'}</a></p>
          {/if}
        </li>
        <li class="oc-step" data-step="configure" data-state="later">
          <div class="oc-step-head"><h4>{l s='Make it yours' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='As soon as the chat server answers, this page lets you choose texts and colours, with a preview, and the address to which the messages go that customers leave while nobody is online.' d='Modules.Onlinechat.Admin'}</p>
        </li>
        <li class="oc-step" data-step="online" data-state="later">
          <div class="oc-step-head"><h4>{l s='Go online' d='Modules.Onlinechat.Admin'}</h4>{include file="./step_state.tpl"}</div>
          <p>{l s='A window “Online Chat” then stands at the lower right of every page of the back office. Switch it on, and your customers can write to you.' d='Modules.Onlinechat.Admin'}</p>
        </li>
      </ol>
      <div class="panel-footer">
        <button type="button" class="btn btn-default pull-right" data-oc="check"><i class="process-icon-refresh" aria-hidden="true"></i> {l s='Check again' d='Modules.Onlinechat.Admin'}</button>
      </div>
    </div>
    {/if}
  </div>
</div>
