"""The lines of the office; see policy."""

HANDED_IN = "office:submitted,admitted,excluded"
OFFICE_ONE = f"""
office:today             -            office                           -
office:applications      -            office                           -
office:extend            -            office                           deciding
office:application       application  {HANDED_IN}                      -
POST office:admit        application  {HANDED_IN}                      deciding
POST office:exclude      application  {HANDED_IN}                      deciding
office:establish_conflict application {HANDED_IN}                      deciding
POST office:assign       application  {HANDED_IN}                      deciding
office:versions          application  {HANDED_IN}                      -
office:request_changes   application  {HANDED_IN}                      deciding
POST office:take_back_request application {HANDED_IN}                  deciding
office:claims            -            office                           -
office:claim             claim        office                           deciding
office:proposals         -            office                           -
office:proposal          proposal     office:confirmed,aside           -
POST office:write_to_proposed proposal     office:confirmed,aside           deciding
POST office:take_up_proposal proposal office:confirmed,aside           deciding
POST office:lay_aside_proposal proposal office:confirmed,aside         deciding
POST office:bring_back_proposal proposal office:confirmed,aside        deciding
office:jury              -            office                           -
office:jury_remind       -            office                           deciding
office:calibration       -            office                           -
office:open_calibration  -            office                           deciding
office:close_calibration -            office                           deciding
office:sample_new        -            office                           deciding
office:sample            sample       office                           deciding:prepared
POST office:sample_move  sample       office                           deciding
office:sample_remove     sample       office                           deciding:prepared
office:agreement         sampled      office                           deciding
POST office:withdraw_remark remark    office:office                    deciding:office
office:jury_members      -            office                           -
office:jury_invite       -            office                           deciding
office:jury_file         -            office                           deciding
office:jury_file_template -           office                           -
office:jury_member       juror        office                           deciding
POST office:jury_call_in juror        office                           deciding
office:jury_replace      juror        office                           deciding
POST office:jury_invite_again jury-invitation office                   deciding
POST office:jury_withdraw jury-invitation office                       deciding
office:jury_statement    -            office                           deciding
office:reader            reader       office                           deciding
office:enter_sheet       assignment   deciding                          deciding
POST office:reopen_entry assignment   deciding                           deciding
office:concerns          -            office                           -
POST office:search_concerns -         office                           deciding
office:concern           request      office                           deciding
office:lift_conflict     conflict     office                           deciding
office:allocation        -            office                           deciding
office:allocation_standing -          office                           -
POST office:allocation_upload -            office                           deciding
office:allocation_plan   plan         office                           -
office:allocation_table  plan         office                           -
POST office:allocation_apply plan     office                           deciding
POST office:allocation_again plan     office                           deciding
office:standings         -            office                           -
office:jury_report       -            office                           -
office:sheets_table      -            office                           -
office:standing          application  office:admitted                  -
office:minutes           minutes      office                           deciding
office:minutes_sign      minutes      taker                            taker
office:minutes_pdf       minutes      office                           -
office:minutes_json      minutes      office:frozen                    -
office:minutes_redacted  minutes      office:frozen                    -
office:minutes_redacted_json minutes  office:frozen                    -
office:meetings          -            office                           -
office:meeting_new       -            office                           deciding
office:meeting           meeting      office                           -
office:meeting_edit      meeting      office                           deciding
office:meeting_agenda    meeting      office                           deciding
POST office:meeting_call_off meeting  office                           deciding
POST office:meeting_invite meeting    office                           deciding
POST office:meeting_remind meeting    office                           deciding
POST office:meeting_step meeting      office                           deciding
POST office:meeting_attendance meeting office                          deciding
POST office:meeting_guest meeting     office                           deciding
POST office:meeting_notes item        office                           deciding
POST office:meeting_vote meeting      office                           deciding
POST office:meeting_decide meeting    office                           deciding
POST office:meeting_rank meeting      office                           deciding
office:meeting_screen    meeting      office                           -
office:meeting_state     meeting      office                           -
POST office:confirm_decisions -       office                           deciding
POST office:withhold     -            office                           deciding
POST office:give_again   withheld     office                           deciding
office:decisions         -            office                           deciding
POST office:retract      decision     office                           deciding
office:release           -            office                           deciding
office:release_check     -            office                           -
office:release_preview   -            office                           -
office:release_preview_of decided     office                           -
POST office:confirm      -            office                           deciding
POST office:revoke       -            office                           deciding
office:photos            call         office                           deciding
office:corrections       announcement office                           deciding
POST office:withdraw     announcement office                           deciding
office:photo             photo        office                           deciding
office:photo_file        photo        office                           -
POST office:photo_move   photo        office                           deciding
POST office:photo_focus  photo        office                           deciding
POST office:photo_replace photo       office                           deciding
POST office:photo_remove photo        office                           deciding
POST office:photo_redraw photo        office                           deciding
POST office:person_add   photo        office                           deciding
POST office:person       person       office                           deciding
POST office:person_move  person       office                           deciding
POST office:person_remove person      office                           deciding
POST office:person_withdraw person    office                           deciding
office:portraits         announcement office                           -
POST office:portraits_ask announcement office                          deciding
office:portrait          decided      office                           deciding
POST office:portrait_take_over decided office                          deciding
POST office:portrait_answer decided   office                           deciding
POST office:portrait_note decided     office                           deciding
office:press             announcement office:running,past              deciding:running,past
office:press_file        press-file   office:running,past              -
office:press_readers     announcement office:running,past              deciding:running,past
POST office:press_invite announcement office                           deciding
POST office:press_invite_again press-reader office                     deciding
POST office:press_withdraw press-reader office                         deciding
office:result_letters    announcement office:running,past              -
POST office:result_letters_send announcement office                    deciding
office:result_letter     application  office:admitted                  deciding
POST office:result_letter_seen application office:admitted             deciding
POST office:result_letter_take_back application office                 deciding
office:certificates      -            office                           deciding
office:certificates_pdf  -            office                           -
office:certificate_pdf   decided      office                           -
office:seals             -            office                           -
office:seal_withdraw     seal         office                           deciding
office:stage             -            deciding                         -
POST office:stage_change -            deciding                         deciding
office:stage_step_new    -            deciding                         deciding
office:stage_step        stage-step   deciding                         deciding
POST office:stage_set_up -            deciding                         deciding
office:stage_screens     -            deciding                         deciding
POST office:stage_screen_remove stage-screen deciding                  deciding
office:stage_desk        -            deciding                         -
office:stage_screen      -            deciding                         -
office:stage_pack        -            deciding                         -
POST office:stage_keys   -            deciding                         deciding
office:stage_state       -            deciding                         deciding
office:stage_worker      -            deciding                         -
office:feedback          -            office                           -
POST office:release_feedback -        office                           deciding
office:feedback_of       application  office:admitted                  deciding
office:ceremony          -            office                           -
office:ceremony_edit     -            office                           deciding
office:ceremony_programme -           office                           deciding
office:ceremony_item     programme    office                           deciding
office:ceremony_parts    -            office                           deciding
office:run_sheet         -            office                           -
office:run_sheet_pdf     -            office                           -
office:ceremony_laudations -          office                           -
office:laudation_cards   -            office                           -
office:ceremony_laudation laudation   office                           deciding
office:laudation_card    laudation    office                           -
office:badges            -            office                           -
office:guests            -            office                           -
office:guest_new         -            office                           deciding
office:guests_file       -            office                           deciding
office:guests_file_template -         office                           -
office:guests_invite     -            office                           deciding
office:guest             guest        office                           deciding
office:guest_answer      guest        office                           deciding
POST office:guest_invite_again guest  office                           deciding
POST office:guest_withdraw guest      office                           deciding
POST office:guest_remove guest        office                           deciding
POST office:guest_check_in_back guest office                           deciding
office:seating           -            office                           deciding
office:seating_plan      -            office                           -
office:table             table        office                           deciding
POST office:table_remove table        office                           deciding
office:door              -            office                           deciding
office:door_list         -            office                           -
POST office:door_report  -            office                           deciding
office:door_worker       -            office                           -
office:letters           -            office                           -
office:letter            letter       office                           -
POST office:send_again   letter       office                           deciding
office:journal           -            office                           -
office:journal_export    -            office                           -
office:journal_program   -            office                           -
office:journal_deposit   -            office                           deciding
"""
SETTING_UP = """
office:calls             -            office                           -
office:call_new          -            office                           deciding
office:call_new_dates    -            office                           deciding
POST office:call_new_dates_preview -  office                           -
office:call              call         office                           -
office:call_announce     call         office                           deciding
office:call_as_public    call         office                           -
office:call_as_applicant call         office                           -
office:call_dates        call         office                           deciding
POST office:call_dates_preview call   office                           -
office:call_texts        call         office                           deciding
office:call_criteria     call         office                           -
office:call_criterion_new call        office                           deciding
POST office:call_criterion_sketch_new call office                      -
office:call_as_juror     call         office                           -
POST office:call_criteria_template template office                     deciding
office:call_counting     call         office                           deciding
office:call_counting_sketch call office                           -
office:call_yardstick    call         office                           -
office:call_criterion    criterion    office                           deciding
POST office:call_criterion_sketch criterion office                     -
POST office:call_criterion_move criterion office                       deciding
office:call_criterion_remove criterion office                          deciding
office:call_jury         call         office                           deciding
office:call_questions    call         office                           -
POST office:call_question_sketch_new call office                       -
office:call_question_new call         office                           deciding
office:call_question     question     office                           deciding
POST office:call_question_sketch question office                       -
POST office:call_question_move question office                         deciding
office:call_question_remove question  office                           deciding
office:call_section_new  call         office                           deciding
office:call_section      section      office                           deciding
POST office:call_section_move section office                           deciding
office:call_section_remove section    office                           deciding
"""
LISTS = "".join(
    f"""
office:call_{name}       call         office                           -
office:call_{name}_new   call         office                           deciding
office:call_{name}_row   {kind}       office                           deciding
POST office:call_{name}_move {kind}   office                           deciding
office:call_{name}_remove {kind}      office                           deciding
"""
    for name, kind in {
        "declarations": "declaration",
        "eligibility": "eligibility",
        "faq": "faq",
        "prizes": "prize",
    }.items()
)
