"""The lines of the public, of applicants and of the jury; see policy."""

PUBLIC = """
start                    -            all                              -
healthz                  -            all                              -
readyz                   -            all                              -
demo_post                -            -                                -
demo_post_json           -            -                                -
gallery                  -            -                                -
call                     -            all                              -
call_of                  call         all:running office:coming        -
calendar                 call         all:running office:coming        -
questionnaire_pdf        call         all:running office:coming        -
eligibility              call         all:running office:coming        -
invited                  link         all                              all
invited_calendar         link         all                              -
hall                     -            all                              all
hall_screen              -            -                                -
hall_pictures            -            -                                -
hall_state               -            -                                -
hall_worker              -            all                              -
propose                  -            all                              all
proposed                 -            all                              -
proposal_deleted         -            all                              -
confirm_proposal         secret       all                              all
years                    -            all                              -
announcement             announcement all:past                             -
laureate                 laureate     all:past                             -
picture                  picture      all:public office:coming         -
press                    announcement all:past                             -
press_kit                announcement all:past                             -
press_file               press-file   all:past                             -
press_reader             press-link   -                                    -
press_reader_kit         press-link   -                                    -
press_reader_file        press-link-file -                                 -
seals                    -            all                              -
seal                     seal         all                              -
seal_qr                  seal         all                              -
seal_svg                 seal         all                              -
seal_png                 seal         all                              -
seal_dark_svg            seal         all                              -
seal_dark_png            seal         all                              -
directory                -            all                              -
initiative               entry        all:listed                       -
claim                    entry        signed:listed                    signed:listed
check_receipt            -            all                              -
page                     page         all:imprint                              -
robots                   -            all                              -
sitemap                  -            all                              -
feed                     -            all                              -
all_dates                -            all                              -
open_data                -            all                              -
site_picture             -            all                              -
call_picture             call         all:running                      -
announcement_picture     announcement all:past                         -
laureate_picture         laureate     all:past                         -
initiative_picture       entry        all:listed                       -
api:calls                -            all                              -
api:call                 call         all:running                      -
api:initiatives          -            all                              -
api:initiative           entry        all:listed                       -
api:laureates            -            all                              -
api:laureate             laureate     all:past                         -
api:openapi              -            all                              -
api:nothing              -            -                                -
"""
ACCOUNT = """
account                  -            signed                           -
POST account_language    -            signed                           signed
POST account_reminders   -            signed                           signed
own_data                 -            signed                           -
own_data_zip             -            signed                           -
leave                    -            signed                           -
left                     -            all                              -
onward                   -            signed                           -
account_request_login_code -          all                              all
account_confirm_login_code -          signed                              -
account_signup           -            all                              all
account_signup_by_passkey -           all                              all
POST without_passkey          -            all                              -
mfa_add_webauthn         -            signed                           signed
"""
APPLICANTS = """
feedback                 application  members:admitted                 -
portrait                 decided      editors                          editors
honours                  honoured     members                          owners
certificate              honoured     members                          -
seal_file                honoured     members                          -
own_application          application  members                          -
exclusions               application  members:submitted,admitted,excluded editors:submitted
POST take_back_exclusion own-request  members                          editors
apply:list               -            signed                           -
apply:start              -            signed                           signed
apply:attachment         file         members office:submitted,admitted,excluded -
POST apply:describe_file     file         members                          editors:draft,draft-later
POST apply:move_file     file         members                          editors:draft,draft-later
POST apply:remove_file   file         members                          editors:draft,draft-later
apply:receipt            snapshot     members office                       -
apply:receipt_pdf        snapshot     members office                       -
apply:receipt_json       snapshot     members office -
apply:team               initiative   members                          owners
apply:hand_over          initiative   members                          owners
apply:leave              initiative   members                          members
apply:member             membership   owners                           owners
POST apply:remove        membership   owners                           owners
apply:invitation         invitation   anonymous invited                          -
POST apply:accept        invitation   invited                          invited
POST apply:decline       invitation   invited                          invited
POST apply:invite_again  invitation   owners                           owners
POST apply:withdraw_invitation invitation owners                       owners
apply:tasks              application  members                          -
apply:history            application  members                          -
apply:copy               application  members                          editors
apply:delete             application  members                     owners:draft
apply:initiative         application  members                          editors
apply:contact            application  members                          editors
apply:themes             application  members                          editors
apply:section            part         members                          editors
apply:files              application  members                          editors
apply:declarations       application  members                          editors
apply:save          application  members                          editors
apply:check              application  members                          -
POST apply:submit        application  members                          editors
apply:reopen             application  members                          editors
apply:withdraw           application  members                          owners
apply:versions           application  members                          -
"""
JURY = """
jury:invitation          jury-invitation anonymous candidate              -
POST jury:accept         jury-invitation candidate                        candidate
POST jury:decline        jury-invitation candidate                        candidate
jury:statement           -            seated silent deputy                      silent
jury:progress            -            chair                            -
jury:pack                -            seated                           -
jury:read                assignment   reading                          -
jury:worklist            -            seated                           -
jury:following           -            seated                           -
jury:conflicts           -            seated                           seated
jury:yardstick           -            seated                           -
jury:yardstick_pdf       -            seated                           -
jury:calibration         -            seated                           -
jury:sample              sample       seated:opened                    seated:opened
POST jury:sample_reopen  sample       seated:opened                    seated:opened
jury:discussion          sampled      seated                           seated
POST jury:withdraw_remark remark      author                           author
jury:meeting             -            seated                           -
jury:meeting_one         meeting      seated                           -
jury:meeting_state       meeting      seated                           -
jury:meeting_case        meeting      inside:sitting                   -
POST jury:meeting_ballot       ballot inside                           inside:circular
POST jury:meeting_casting_vote ballot inside                         chair:sitting
POST jury:meeting_order  rank         inside                           inside
jury:finish_all          -            seated                           seated
jury:distribution        -            seated                           -
jury:sheet               assignment   reading                          reading
jury:save           assignment   reading                          reading
POST jury:reopen         assignment   reading                          reading
jury:history             assignment   versed                          -
jury:others              assignment   done                            -
POST jury:look           assignment   done                          done
jury:attachment          case-file    judging                          -
jury:minutes             minutes      chair attended:frozen            -
jury:minutes_pdf         minutes      chair attended:frozen            -
jury:minutes_sign        minutes      chair                            chair
"""
