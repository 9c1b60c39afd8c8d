<form method="post" action="{$action|escape}" class="panel">
  <h3 class="panel-heading">{l s='Permissions' d='Admin.Global'}</h3>
  <p class="pills">{foreach $profiles as $profile}<a class="btn {if $profile.id_profile == $current}btn-primary{else}btn-default{/if}" href="{$action|escape}&amp;id_profile={$profile.id_profile}">{$profile.name|escape}</a> {/foreach}</p>
  <input type="hidden" name="id_profile" value="{$current}">
  <div class="scroll"><table class="table">
    <thead><tr><th>Menu</th>{foreach $rights as $right}<th>{$right}</th>{/foreach}</tr></thead>
    <tbody>{foreach $all_tabs as $tab}<tr><td class="depth-{$tab.depth}">{$tab.name|escape}</td>{foreach $rights as $right}<td><input type="checkbox" name="access[{$tab.id_tab}][{$right}]" value="1" aria-label="{$tab.class_name}: {$right}"{if $accesses[$tab.id_tab][$right]} checked{/if}></td>{/foreach}</tr>{/foreach}</tbody>
  </table></div>
  <div class="panel-footer"><button type="submit" name="submitAccess" value="1" class="btn btn-primary pull-right">{l s='Save' d='Admin.Actions'}</button></div>
</form>
