{if $saved}<div class="alert alert-success" role="status">{l s='Done.' d='Admin.Notifications.Success'}</div>{/if}
<form method="post" action="{$action|escape}" class="panel">
  <h3 class="panel-heading">Configure your checkboxes</h3>
  {foreach $consents as $consent}
  <section aria-label="{$consent.name|escape}">
    <p><label><input type="checkbox" name="active[{$consent.id}]" value="1"{if $consent.active} checked{/if}> <strong>{$consent.name|escape}</strong></label></p>
    {foreach $languages as $language}
    <p><label>Consent request message ({$language.iso_code})
      <textarea class="form-control" name="message[{$consent.id}][{$language.id_lang}]" rows="2">{$consent.messages[$language.id_lang]|default:''|escape}</textarea></label></p>
    {/foreach}
  </section>
  {foreachelse}
  <p>No module asks for consent.</p>
  {/foreach}
  <div class="panel-footer"><button type="submit" name="submitDataConsent" value="1" class="btn btn-primary pull-right">{l s='Save' d='Admin.Actions'}</button></div>
</form>
