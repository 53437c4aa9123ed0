"""`clew mail-test`: does mail arrive?"""

import click

from clew.ground.doors.commands import AS_JSON, print_json, refuse, start_django


@click.command("mail-test")
@click.argument("address")
@AS_JSON
def mail_test(address: str, as_json: bool) -> None:
    """Send a test mail to ADDRESS, or write it to the outbox when no mail server is set."""
    start_django()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.mail import EmailMessage
    from django.core.validators import validate_email

    try:
        validate_email(address)
    except ValidationError:
        refuse(f"{address} is not an e-mail address.", "Type it as name@example.org.")
    mail = EmailMessage("Clew: a test", "Clew can send mail. Nothing else is to be done.", to=[address])
    try:
        mail.send()
    except OSError as error:
        refuse(f"The mail could not be sent: {error}", "Look at CLEW_SMTP_URL and CLEW_MAIL_FROM, then try again.")
    place = settings.MAIL_SERVER.host if settings.MAIL_SERVER else str(settings.EMAIL_FILE_PATH)
    if as_json:
        print_json({"to": address, "sent": settings.MAIL_SERVER is not None, "by": place})
    else:
        click.echo(f"Sent by {place}." if settings.MAIL_SERVER else f"Written to {place}; no mail server is set.")
