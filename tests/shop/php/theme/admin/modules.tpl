{if $flash}<div class="alert alert-info" role="status">{$flash|escape}</div>{/if}
<div class="card panel"><h3 class="panel-heading">{l s='Module Manager' d='Admin.Navigation.Menu'}</h3>
{foreach $modules as $module}
<section class="module-row" aria-label="{$module.displayName|escape}">
  <img src="/assets/logo.svg" alt="" width="40" height="40">
  <div><strong>{$module.displayName|escape}</strong> <small>v{$module.version|escape} · {$module.author|escape}</small><p>{$module.description|escape}</p></div>
  <div class="module-actions">
  {if $module.installed}
    {if $module.configurable}<a class="btn btn-primary" href="{$link->getAdminLink('AdminModules', true, [], ['configure' => $module.name])|escape}">{l s='Configure' d='Admin.Actions'}</a>{/if}
    {assign var=actions value=['reset' => 'Reset', 'uninstall' => 'Uninstall']}
  {else}{assign var=actions value=['install' => 'Install']}{/if}
  {foreach $actions as $action => $label}<form method="post" action="/admin/index.php/improve/modules/manage/action/{$action}/{$module.name}?_token={$form_token}"><button class="btn btn-default" type="submit">{l s=$label d='Admin.Actions'}</button></form>{/foreach}
  </div>
</section>
{/foreach}</div>
