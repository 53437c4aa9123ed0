"""Ordinary words of English, in small letters: what a sentence may hold although nobody said it. No names of people, places or products.

Whole words of the vocabulary in `ground/search/model` (Apache License 2.0, see its README): those that are written small within sentences of
customers' feedback, interviews and manuals, and those that end as no name does (-tion, -ness, -able). Left out are what often bears a capital there,
first names, units and numbers; some words of the trade are added. Regular forms ("counted") are found by their endings. Words that are
ordinary and a name too ("will", "mark") are here: which is meant cannot be told by the word.
"""

ORDINARY = frozenset(
    """
    a abandon abandonment abbreviated abbreviation abc abduction ability able abnormal abolition abortion about above abroad abrupt absence absent absolute
    absorb absorption abstract abstraction absurd abundance abuse abusive academics acc accelerate acceleration accelerator accent accept acceptable
    acceptance access accessibility accessible accession accessory accident accidental accommodate accommodation accompaniment accompany accomplish
    accomplishment accord accordance account accountable accountant accreditation accumulate accumulation accuracy accurate accusation achieve achievement
    acknowledge acquire acquisition acres acronym across act action activate activation active activity acton actors actual acute ad adapt adaptation adaptive
    add addicted addiction addition additional additive address adequate adhere adherence adjacent adjective adjoining adjust adjustable adjustment admin
    administration administrative administrator admiration admission admit adopt adoption adoptive adorable ads adult advance advancement advantage
    adventurous adverse advertised advertisement advertising advice advise advisory advocate affect affection affectionately affiliated affiliates affiliation
    affinity affirmative affirmed afford affordable aforementioned afraid after afternoon afterward again against age agency agenda agent aggregate
    aggregation aggregator aggression aggressive agitation ago agree agreement ahead aid aide aim airline aka akin alarm albeit album alert algebra algebraic
    algorithm alias alien align alignment alike alive all allegedly allergic alleviate allocated allocation allotted allow allowance almond almost alone along
    alongside aloud alpha alphabet already alright also alt alter alteration alternate alternative although altogether always am amalgamation amazed amazement
    amazing ambassador ambient ambiguity ambiguous ambition ambitious amend amendment amidst amin ammunition among amongst amount amphibious ample amplified
    amplitude amusement an analog analogous analogue analogy analyses analysis analysts analytic analytical analyze ancestor ancestry anchor ancient and
    angels angle angrily angular animated animation anime annexation anniversary announce announcement annoyance annoyed annoying annual anomaly anonymous
    another answer antenna anterior anthropologist anticipated anticipation anxious any anybody anymore anyone anything anytime anyway anywhere apart
    apartment api apologize apostrophe app appalling apparatus apparent appeal appear appearance apples applicable application appointment appreciate
    appreciation apprehension approach appropriate approval approve approx approximate approximation apt arbitrary arbitration arc arch archaeology
    architectural architecture archival archive are area arguably argue argument argus aria arise arithmetic arm armament armenian armies around arrange
    arrangement array arrival arrive arrondissement arrow art article artifact artificial artist artwork as ascending ascension ascent ascribed aside ask
    aspect aspiring assassination assemble assembly assert assertion assess assessment asset assign assignment assimilation assist assistance assistant
    associate association assortment assume assumption assurance assure astonishing astonishment astronaut at athlete atlas atm atmosphere atmospheric atomic
    atoms attach attachment attack attacker attain attempt attended attendees attending attention attested attract attraction attractive attribute auction
    audible audience audio audit augmented aunt authentic authentication authenticity author authorised authoritative authority authorization authorized
    authorship auto automated automatic automatically automation automotive autumn auxiliary availability available avatar avenues average avid avoid
    avoidance await awakened award aware awareness away awesome awful awhile awkward axes axis baby back backdrop background backup backward bacon bad badge
    bag baggage bail bait baked baker bakery baking balance ball balloon ban band bandit bandwidth bang bank banner bar bare bargain barley barn baroness
    barrel barrier base baseball baseline basement bash basic basically basis basque bass bastion bat batch bath bathroom batter battery be beam bean bear
    bearer beast beat beaten beautifully beauty became because become bed bedrooms bee beef been before beforehand began begging begin begs begun behalf
    behave behavior behavioral behaviour behind behold being belief believe believer bells belly belong below bench beneath beneficial benefit benign bent
    beside best beta better between beyond bias bibliography bidding bids big bigger biggest bike bill billion bin binary bind bing bio biotechnology birth
    birthday bit bite bitterly bitterness black blackness blah blame blanche bland blank blanket blazing bleeding bless blew blind blindness blink block blog
    blood blow blown blue blur board boat body boiled bold bolted bolts bomb bombardment bones bonus book bookstore boom boost boot border bore born borrow
    boss bot both bother bottle bottom bought bounce bound boundary bounty bout bowl box boy boyfriend brace bracket brain branch brand bread breadth break
    breakdown breaker breast breath breathless breeze brew bridge brief bright brighter brightness brilliant bring brittle broad broadcast broader broke
    broken broker brother brought brows browser brush brutally brute bubble bucket bucks buddy budget buena buffer bug build builder built bulk bulky bullet
    bump bunch bundle bunker burden bureaucracy buried burn burnt burst bus business bust buster busy but butcher butt butter butterfly button buy by bye
    bypass byte cabinet cable cache cadence cage cake calculate calculation calculus calendar call caller came camera campaign can cancel cancellation cancer
    candidate cannot canonical canvas cap capability capable capacity capital capsule captive capture car carbon card cardboard cardinal care career careful
    careless caribbean carnage carpet carriage carrier carry cartoon cartridges cascade case cash cassette cast casual catalan catalog catch catchment
    categorized category cater caught causal cause caution cautious cease ceiling celebration cell cellar cent center centimeters central centralized centre
    century certain certainty certificate certification certified chain chair chalk challenge champion chance change channel chaos chaotic chaplain chapter
    char character characteristic characterization characterized charge charitable chart charter chat cheap cheaper cheat check checklist checkout checkpoint
    cheerful cheering cheese chef chemical cherry chest chewing chicken chiefly child childless children chip choice choke choose chop chores chose chosen
    chronic chronological chunk church churn cipher circle circular circulation circumstance circus citation cite city civil civilization civilized claim
    clamped clarify clarity clash class classic classical classification classify clause clean cleaner cleanup clear clearer clever click client climate climb
    clip clock clockwise clone close closeness closer closest closure cloud cloudy clue clumsy cluster coach coal coalition coarse coast code coefficient
    coffee cognition coherent coin coincide coincidentally col cold collaborate collaboration collaborative collaborator collapse collateral colleague collect
    collection collective collector college collided collision colloquially colon colonization color coloration colorful colour colourful column comb
    combination combine combo combustion come comfortable comfortably command commemoration commemorative commence commencement commendation comment
    commentary commercial commission commit commitment commodity common commonplace commotion communicate communication community como compact companion
    company comparable comparative compare comparison compartment compassion compatibility compatible compensate compensation compete competition competitive
    competitor compilation compiled compiler compiling complain complaint complement complementary complete completion complex complexity compliance compliant
    complicated complications compliment comply component compose composite composition compound comprehension comprehensive compressed compression compressor
    comprise compromise compulsion computation computational compute computer concealed conceived concentrate concentration concept conception conceptual
    concern concert concession concise conclude conclusion concrete concurrency concurrent concussion condemnation condensed condition conditional conducted
    conducting cone confederation conferences confession confidence confident confidential configuration configured confined confinement confirm confirmation
    confiscated conflict conform confrontation confronted confuse confusion congestion conglomerate congratulations congregation congressional conjunction
    connect connection connectivity connector conscious consciousness conscription consecration consecutive consensus consent consequence consequently
    conservation conservative conserve consider considerable considerably consideration consist consistency consistent consolation console consolidate
    consolidation consonants conspicuous constant constellation constituencies constituent constitute constitution constrained constraint construct
    construction constructive consult consultation consultative consume consumer consumption contact contain container containment contaminated contamination
    contemplated contend contender content contention contentious contested context contiguous continent contingent continual continuation continue continuity
    continuous contract contraction contractors contractual contradiction contradictory contrary contrast contribute contributions contributors control
    controller controversial convection convenience convenient convention conventional converge convergence conversation converse conversion convert
    convertible convex convey conviction convince cook cookie cool cooperate cooperation cooperative coordinate coordination coordinator cope copy copyright
    cord core cork corner coronation corporate corpus correct correction correlated correlation correspond correspondence correspondent corrosion corrupt
    corruption cosmetic cost could count countdown counter counterpart countless country county couple courageous course court courtesy cousin cover coverage
    cozy cpu craft crap crash crate crawl crazy cream create creation creative creativity creator credentials credible credit creep crept cretaceous cried
    criteria criterion critical crop cross crossover crowd crucial crude cruelty cruiser crumpled cryptic cube cubic cue cultivation cultural culture
    cumbersome cumulative cupboard cups curated cure curiosity curious curl curly currency current curse curvature curve custody custom customary customer
    customization customized cut cycle cyclic cylinder cylindrical cyrus daemon daily dairy dam damage damn damp dancers danger dangerous dangling dans dare
    dark darker darkness dash dashboard data database date daughter day dead deadline deal dealer dealt dear death debated debating debris debt decades decay
    decent deception decide deciduous decimal decision decisive declaration declare decline decomposition decorate decoration decorative decrease dedicated
    dedication deemed deep deeper deepest def defamation default defeat defect defective defend defendant defense defensive deficiency define definite
    definition definitive deformation defunct degradation degraded degree delay delegate delegation deleted deliberate delicate delicious delight delightful
    deliver delivery delta demand demo demographic demolition demonstrate demonstration demoted den denial denomination denote dense density deny depart
    departure depend dependence dependency dependent depict depiction depleted deploy deployment deportation deposit deposition depression deprivation depth
    der derivation derivative derive descend descendant descent describe description descriptive deserve design designate designation designer desirable
    desire desk desktop despair desperately desperation despite dessert destination destined destroy destroyer destruction destructive detached detachment
    detail detect detection detective detector detention deterioration determination determine detrimental deutsche devastation develop developer development
    developmental deviation device devote devotion dia diabetes diagnosed diagnosis diagnostic diagonal diagram dialect dialogue diameter diamond diary
    dictated dictionary did die died differ difference different differential differentiate differentiation difficult difficulty diffusion dig digest digit
    digital dignity dim dimension dimensional diminished dining dinner dir dire direct direction directional directive directory dirty disabled disadvantage
    disagree disagreement disappear disappointed disappointing disappointment disaster disastrous disc discarded discipline disclosed disclosure disconnected
    discontent discontinued discount discourage discourse discover discovery discrete discretion discuss discussion disease disgrace disguised dish disk
    dislike dismiss dispatch dispersed displacement display disposal dispose disposition dispute disqualification disqualified disregard disrupt disruption
    dissatisfaction dissemination dissertation dissipated dissolution distance distant distinct distinction distinctive distinguish distorted distortion
    distraction distressed distribute distribution distributors district distrust disturb disturbance disused ditch dive diverse diversion diversity diverted
    divide divine division divorced do doc doctor doctoral doctrines document documentation does dogs doing dom domain domestically dominance dominant
    dominate domination donate donation done donnelly donor door dormant dose dot double doubt doubtful down downfall downhill download downloadable
    downstream downward dozen draft drag drain dramatic dramatically drastic drastically draw drawer drawn dreadful dream dress drew drift drill drinks drive
    driven driver drop drums dry dual dubious duck due dull dumb dummy dump duplicate durable duration during duty dwelling dying dynamic dysfunction each
    eager ear earlier earliest earnest earthly ease easier easiest easily east easy eat eaten echo eclectic economic economically economy ecosystem edge edit
    edition editor editorial eds educate effect effective effectiveness efficacy efficiency efficient effort effortlessly egg eight eighteen either ejected
    elaborate elastic elderly eldest election electrical electricity electrification electronic electronically elegant element elementary elephant elevated
    elevation eleven eligible eliminate elimination elliptical else elsewhere elusive email emancipation embankment embarrassed embarrassing embarrassment
    embedded embodied embrace emerged emergency emeritus emigration emission emitted emotion emotionally empathy emphasis emphasize empirical employ employees
    employer employment empowerment emptiness empty enable enactment encircled enclosed encoded encoding encompass encounter encourage encouragement
    encryption end endeavor endless endorsed endorsement endowment endurance enemy energy enforce enforcement engage engagement engine engineer enhance
    enhancement enjoy enjoyable enjoyment enlarged enlightenment enlisted enormous enough enrichment enroll enrollment ensemble ensure enter entertainment
    enthusiasm enthusiastic enthusiastically entire entirety entitled entity entropy entry envelope environment environmental epic epidemic epilogue epoch
    eponymous eps epsilon equal equality equation equipment equivalence equivalent era erase erection eroded erosion erratic erroneously error eruption escape
    especially essay essence essential est establish establishment estimate estimation estonian eta etc eternal eternity ethnic evacuation evade evaluate
    evaluation even event eventual ever every everybody everyday everyone everything everywhere evicted evidence evident evil evolution evolve exact
    examination examine example exams excavation exceed excellent except exception exceptional excerpt excess excessive exchange excited excitement exciting
    exclude exclusion exclusive excursion excuse execute execution executive exemplary exempt exemption exercise exhaust exhaustion exhibit exhibition exist
    existence existent exit exotic expand expansion expansive expect expectation expedition expense expensive experience experiment experimental
    experimentation expert expertise expired explain explanation explicit explode exploit exploitation exploration explore explosion explosive exponential
    export expose exposition exposure express expression expressive expulsion extant extend extension extensive extent exterior external extinct extinction
    extra extract extraction extreme eye eyed fabrication fabulous facade faced facilitate facility facing fact faction factor factory factual fade fail
    failure faintly fair fairness faith faithful fake fall falsely familiar family famous fan fancy fantastic fantasy far fare farm farmer farther fascination
    fashion fashionable fast faster fastest fat fatal father fault faulty favor favorable favorably favorite favour favourable favourite fear fearful fearless
    feasibility feasible feat feature fed federal federation fee feed feedback feel feet fell fellow felt female feminine fence ferocious fetch few fewer
    fiance fiber fiction fictional fictitious fiddle fidelity field fiercely fifteen fifth fifty fight figurative figure file fill film filter final finalized
    financial find fine finer finger fingernails fingerprints fingertips finish finite fire first fiscal fish fisherman fission fist fit fitness five fix
    fixture flag flame flank flap flat flattened flavor flavour flaw flawless fledged fleet flew flexibility flexible flicker flight flip float flock flood
    floor flop flour flow flower fluctuations fluid flush fly flyer focus foil fold folder folk follow follower fond font food fooled fools foot football
    footprint for forbid forbidden force forceful forcibly forecast foreign foremost forest forever forged forget forgive forgiven forgiveness forgot
    forgotten fork form formal format formation former formidable formula formulated formulation forth fortification fortunate forty forum forward fought
    found fountain four fourteen fourteenth fourth fraction fragile fragment fragmentation frame framework frankly frantically fraud fraudulent freaking
    freddy free freedom freeze frequency frequent fresh freshman friction fridge friend frightening from front frontal frontier frowns froze frozen fruit
    frustrated frustrating frustration fucked fugitive fulfill fulfillment full fullback fully fun function functional functionality fund fundamental funeral
    funky funnel funny furious furnished furniture further furthermore fuscous fuse fusion futile future fuzzy gain gale gallery gallon game gap garage
    garbage garden garment gas gate gateway gather gave gear geek gems gen gender genealogy general generalized generate generation generator generic
    generosity generous genetically genius genre gentle gently genuine geographic geographical geography geometric geometry gesture get ghost gift gingerly
    girl girlfriend give given glad glance global globe glorious gloss glue go goal goes going golden golf gone gonna good goodbye goodness goodwill gorgeous
    got gotta gotten governance governed governing government governor grab grace graceful grade gradient gradual graduate graduation grain grammar
    grammatical grams grand grandmother grandparents grant graph graphic graphical grass grassy grateful grave gravitational gravity gray great greater
    greatest greedy green greet grew grey grid grief grill grocery gross ground groundwater group grow grown growth grunt guarantee guard guess guests
    guidance guide guidelines guilty guitar guns guts guy gym habit hack hacker had hair hairy half halfway halo halt halves hand handful handle handler
    handwriting handy hang happen happily happiness happy harassment hard harden harder hardest hardness hardware harm harmful harmless harmonic harmony
    harness harsh harvested has hash hastily hatch hate have haven hazard hazardous he head headache header headline healed health healthy heap hear heard
    heart heartbeat heat heavenly heavier heaviest heavily heavy heavyweight heck hectare height heir held hell hello help helpful helpless hence her herb
    here hero herself hesitantly hesitate hesitation hess hey hi hidden hide hideous hierarchical hierarchy high higher highest highlight highness hilarious
    hill him himself hint his historic historical history hit hmm hoc hoisted hold holder hole holiday holiness homage home homeless homemade homework
    homogeneous honest honesty honor honorable honour honourable hood hook hop hope hopeful hopeless horizon horizontal horrible horribly horrific horse
    horsepower hospital host hostile hot hotel hour house household hovering how however html http hue huge hull human humiliation humorous hundred hung
    hungarian hungry hunting hurriedly hurry hurt husband hybrid hydro hygiene hyper hypothesis hypothetical i ice icon iconic idea ideal identical
    identifiable identification identify identity idiot idle if ignition ignorant ignore ill illegal illness illumination illusion illustrate illustration
    illustrious image imaginary imagination imaginative imagine imitation immediate immense immersion immigration imminent immortal immortality immune impact
    impairment impatience impatient impending imperative imperfect implement implementation implication implicit imply import importance important impose
    impossible impoverished impressed impression impressive imprint imprisonment improper improve improvement improvisation impulse in inability inaccessible
    inaccurate inactive inadequate inadvertently inappropriate inauguration incapable incarnation incentive inception inch incidence inclination inclined
    include inclusion inclusive incoming incompatible incomplete inconsistent incorporate incorporation incorrect increase incredible incredibly incurred
    indeed indefinite independence independent index indicate indication indicative indicator indices indictment indigenous indirect individual indonesian
    induce industry ineffective ineligible inequality inevitable inevitably inexpensive infamous infancy infection infectious inference inferior infinite
    infinity inflammation inflammatory inflated inflation influence influential info inform informal information infrastructure infringement ingredient
    inherent inherit inheritance inhibit inhibition initial initiate initiation initiative injected injection injunction injury inline inner innovation
    innovative input inquiry inquisition insane inscribed inscription insert insertion inside insight insignificant insist inspect inspection inspector
    inspiration inspirational inspire instability install installation installment instance instant instead instinctively instructed instruction instrument
    instrumentation insufficient insulation insult insurance insurrection int intact intake integer integral integrate integration integrity intend intensely
    intensity intensive intent intention intentional interact interaction interactive intercept interception interceptor interchange interest interface
    interfere interim interior intermediate intermittent internal international internet internment internship interpret interpretation interpreter
    interrogation interrupt interruption intersect intersection interspersed interval intervene intervention interview interviewee intimate intimidating
    intimidation into intra intricate intrinsic intro introduce introduction introductory intrusion intuition intuitive invaded invading invalid invariably
    invariant invasion invasive invented invention inventory inverse inversion inverted investigate investigation investigative investing investment
    invincible invisible invitation invite invoice invoked involuntary involve involvement inward ios iphone ipod ironically irony irrational irregular
    irregularities irrelevant irresistible irrigation irritating irritation is isolate isolation issue it italics item iteration its itself jacket jake jar
    jealous jeans job join joint joke jot journal journalism journalists journey judge judgement judgment judicial jump junction junk jurisdiction just
    justification justify karma keel keen keep keeper kei kept kernel key keyboard kick kid kill killer kind kinda kindness kingdom kitchen knees knew knife
    knight knitting knob knocked knocks knot know knowledge known krishna label lack lad ladder laid lamb lambda lame land landmarks landowner landscape lang
    language laptop large larger largest last late later lateral latest latitude latter lattice launch launcher laundry law lawsuit lawyer lax lay layer
    layout lazy lead leader leaf league leak lean leap learn learners learnt lease least leave lectures led ledger left leg legacy legal legend legislation
    legislative legitimate leisure len length lengthy less lesser lesson let letter level leverage lex liability liable liberal liberation library licence
    licensed licenses licensing lid lie lieu life lifeboat lifeless lifespan lifetime lifted lifting lifts ligament light lighter lightweight like likelihood
    likeness likewise lil limit limitation limousine line lineage linear linen liner linger link lion lips liquidation list listen listener liter literal
    literary literature litigation litres litter little live liver load loans lobby lobe local localized locate location lock locomotive locus log logic
    logical login logo lone loneliness long longer longest longitude look loop loose loosen lose loss lost lot loud louder love lover low lower lowest luck
    luckily lucky lucrative luminous lunch lung luxurious luxury lying lynx lyric machine machinery macro mad made madness magazines magic magical magna
    magnetic magnitude mail main mainland mainline mainstream maintain maintenance major majority make maker makeup male malicious man manage management
    manager mandate mandatory manifest manifestation manifesto manifold manipulate manipulation mankind manner mansion manual manufacture many map margin
    marginal mark marker marketing marketplace married martial marvelous masculine mask mason mass massage massive master mat match mate material materialized
    math matrices matrix matter mature maximal maximize maximum may maybe me mean meaningful meaningless meant meantime meanwhile measure measurement meat
    mechanic mechanical mechanism media medial median mediation medication medicines meditation medium meet melancholy melody member membership memo memorable
    memory mentally mention menu mercenaries merchant mercy mere merge merger meridian merit meritorious mesh mess message messy met meta metadata meter
    method methodology metric microphone mid middle midnight midst might migrate migration mildly mile milestone military milk millennium million mimic min
    mind mine mini miniature minimal minimize minimum ministry minor minority minus minute miracle miraculous mirror miscellaneous mischief mischievous
    miserable misleading miss mission mistake mistaken misunderstanding misunderstood mix mixture moan mobile mobility mobilization mock mode model moderate
    moderator modern modernization modernized modest modification modify modular modulation module mold moment momentarily momentum monetary money moniker
    monitor monkey monopoly monstrous month monument mood moon moral more moreover morning morphological morphology mortal mortality mortgage most mother
    motion motionless motivated motivation motives mount mountainous mouse mouth mouthful move movement movie much multi multimedia multiple multiplication
    multiplied municipality murderous muscle music musica musically musician must mustard mutation mutual my myself mysterious nailed naive name nan narration
    narrative narrow narrower nasty nation national nationwide native natural nature nautical navigable navigate navigation navigator near nearby nearer
    nearest neat nec necessarily necessary necessitated necessity need needle negative neglect negligence negotiate negotiation negro neighbor neighborhood
    neighbour neither neon nerves nervous nest nets network neurons neuroscience neutral neutrality never nevertheless new newborn newcomers newer newest
    newsletter newspaper next nice niche nickname night nightmare nine nineteen nineteenth ninety ninja no nobody node nods noise noisy nomenclature nominal
    nominate nomination nominee non none nonetheless nonfiction nonlinear nonsense noodles nor norm normal nose not notable notably notation notch note
    notebook nothing notice noticeable noticeably notification notified notions notorious noun novel novelty novice now nowadays nowhere nuclear nuclei null
    number numerical numerous nutrition nuts obedience obey object objection objective obligation obligatory oblivious obscure observation observe observer
    obsession obsolete obstruction obtain obvious occasion occasional occupation occupy occur occurrence oceanic ochreous octopus odd oder of off offender
    offensive offer office official offline offset offshore offspring often oh oil ok okay old older oldest ominous omitted omnibus on onboard once one
    ongoing onion online only onto onwards opaque open opener operate operation operational operative operator opinion opportunity oppose opposite opposition
    oppression oppressive ops opt optical optimal optimistic optimization option optional or orange orchestrated order ordinary ordination org organic
    organisation organise organization organizational organize organizer orient orientation origin original originate orphan orthogonal ostensibly other
    otherwise ought ounce our ourselves out outcome outdated outer outgoing outlets outline outlook outlying output outrageous outright outside outstanding
    over overall overcome overhaul overhead overlap overlooked overnight overrun oversaw overseas overseeing oversight overview overwhelmed overwhelming owed
    owls own owner ownership oxidation pace pack package packers packet pad page paid pain painful paint painter pair palette panel panic pants paper
    paperwork par paradigm paragraph parallel parameter paranoia parchment parent parentheses parked parking parks parrot part partial participant participate
    participation particle particular partition partners partnership party pass passage passion passive password past paste pastor pastry patch patent path
    pathetic pathways patience patient pattern pause pavement pay payload payment pdf peace peaceful peak peculiar peek peel peer pen penalty pencil pending
    pendulum penetration penny pension penultimate people pep per perceive percentage perception percussion perfect perfection perform performance perhaps
    period periodic periodically permanent permission permit perpendicular perpetual persecution persist persistence persistent person personal personality
    perspective persuasion pertaining petition petrol pets phase phenomenon phi phone photo photograph photographer photon phrase physical physiological
    physiology pic pick picture pie piece pigment pigs pile pilots pin pinch pink pioneered pip pipe pipeline piracy pissed pitch pity pivotal pixel place
    placement plague plain plan plane planner plantation plants plate plateau platform plausible play playable playback player playful playlist playwright
    pleasant please pleasure plenty plight plot plucked plug plumbing plural plus pocket poems poet point pointer pointless poisoning poisonous poking polar
    pole policy polished polite political poll pollution polynomial pool poor poorer pop popular popularity populated population populous pork port portable
    portal porter portfolio portion pose position positive possess possession possessive possibility possible possibly post posterior posthumous potatoes
    potential poverty powder power powerful powerhouse powerless practical practice praise prayer pre preach precautions preceded precedence precedent
    preceding precious precipitation precise precision precursor predecessor predict predictable prediction predominantly preface prefer preference prefix
    preliminary prelude premature premium prep preparation preparatory prepare prescribed prescription presence present presentation preservation preserve
    press pressure prestigious presumably presumed pretend pretty prevailing prevalence prevalent prevent prevention preview previous price primal primarily
    primary prime primitive princely principal principle print printer prior priority pristine privacy private privatization privilege prize pro probability
    probable probably probation probe problem problematic procedural procedure proceed process procession processor proclamation procurement produce producer
    product production productive productivity prof profession professional proficient profile profit profitable profoundly program programme programmer
    progress progression progressive prohibit prohibition project projectile projection projective proliferation prologue promenade prominence prominent
    promise promote promotion promotional prompt prone pronounced pronouns pronunciation proof prop propagation proper property proportion proportional
    proposal propose proposition proprietary propulsion prose prosecution prospective prosperous prostitution protect protection protective protein proto
    protocol prototype proud prove proven provide provider provision provisional provocative provoked proximity proxy pseudo psychic pub public publication
    publicity publish publisher puff pull pulse pump pumpkin punch punishment punt puppy purchase pure purge purification purity purple purpose purse pursuant
    pursued pursuits push put quad quadrant qualification qualifier qualify quality quantitative quantity quantum quarter quasi quay que query question
    questionable queue quick quicker quiet quieter quit quite quota quote race racial rack radial radiant radiation radically radio radioactive radius ragged
    railroad rain raise ramp ran random rang range rank rapid rapper rare rash rate rather ratification ratio rational raw rays razor reach reacting reaction
    reactivated reactive reactor reacts read reader readily readiness ready real realise realistic reality realization realize realm rear reason reasonable
    reasonably reassigned reassuring rebellious rebound rebuild rebuilt recall receipt receive receiver recent reception recession recipe recipient reciprocal
    reckless reclaimed reclamation recognise recognition recognizable recognize recommend recommendation reconcile reconciliation reconstructed reconstruction
    record recorder recover recovery recreated recreation recruit recruitment rectangular recurring recycled recycling red redemption redesign redevelopment
    rediscovered redistribution reduce reduction redundant reel reelection ref refer reference refined refining refit reflect reflection reformation reformed
    refrain refreshing refund refurbishment refusal refuse regain regard regardless regeneration regime regiment region regional register registrar
    registration registry regression regret regular regulate regulation rehabilitation rein reinforcement reinstated reintroduced reject rejection rejoined
    relate relation relational relationship relative relax relaxation relay release relegation relentless relevance relevant reliability reliable reliance
    relief relieve religious relocated relocating relocation reluctantly rely remain remainder remark remarkable remarkably remedy remember remind reminder
    remnant remodeled remote removal remove renamed renaming render rendezvous rendition renew renewable renovation rent renumbered reopened reorganisation
    reorganization reorganized repair repeat repertoire repetition repetitive replace replacement replay replica replicate replication reply report reporter
    repository represent representation representative repression reprint reproduce reproduction reproductive reputation request require requirement res
    rescue research researcher resemble resentment reservation reserve reset reside residence resident residual residue resignation resigning resist
    resistance resistant resolution resolve resonance resort resource respect respectable respectful respective respond response responsibility responsible
    responsive rest restart restaurant restless restoration restore restrict restriction restrictive restructuring result resultant resume resurrected
    resurrection retain retaliation retention retire retirement retreat retribution retrieval retrieve retrospective return reunification reused rev reveal
    revelation revenue reversal reverse reverted review reviewer revised revision revisited revive revoked revolution revolutionary rewards reworked rhythm
    ribbon rich richer rid ride ridges ridiculous right righteous rightful rigid rigorous ring ripped ripple rise risk risky rite rms road roaming robbed
    robotic robots robust rocket rocks rogue role roll romanian room root ropes rotary rotate rotation rough round route routine row royalty rpm rubbish rude
    ruin rule ruler run runaway runner rush ruthless sack sacrament sacrifice sad sadness safe safeguard safer safety said sailed sailing sake salary sale
    salt salvation same sample sandwich sane sanitation sanity sarcastically satellites satisfaction satisfactory satisfy sauce save saw say scale scan
    scanner scar scarce scary scattered scattering scenario scenes schedule scheme scholarly school scientific scientists scissors scope score scorer scramble
    scrap scrapbook scrape scratch scream screen screenshot screw script scroll scrubbed scrutiny sea seal seam search season seasonal seat secession second
    secondary secrecy secret secretary secretive section sectors secure security sediment seduction seductive see seed seek seem seemingly seen segment
    segregation seldom select selection selective selector self sell seller semantic semiconductor seminal seminar send sensation sense sensible sensitive
    sensitivity sensor sent sentence sentiment sentinel separate separation sequence sequential serial serialized series serious seriousness sermon serum
    serve server service session set settle settlement setup seven seventeen seventh seventy several severe severity sexual sexy sha shade shadow shall
    shallow shame shape shards share sharp she shear shed sheep sheet shelf shell shelves shepherd shield shift shine shiny ship shipment shit shooting shop
    short shortened shorter shortest shot should shoulder shout shove show showcased showcases shower shown shrink shuffle shut sibling sick sickness side
    sideways sight sigma sign signal signature significance significant signifies silence silent silly similar similarity simple simpler simplest simplicity
    simplified simply simulate simulation simultaneous sin since sincere sing single singleton singular sink sister sit site situated situation six sixteen
    sixth sixty sizable size skate skeletal skeleton sketches skill skin skip slabs slang slap slash slate slave sleek sleep slept slice slide slight
    slightest slip slope sloppy slot slow slower slug small smaller smallest smart smarter smartphone smell smiling smoke smooth snacks snail snake snap sneak
    sniff snoop snuck so soap social sock socket soft softness software solar sold sole solemnly solid solitary soluble solution solve some somebody someday
    somehow someone someplace something sometime somewhat somewhere song songwriting soo soon sooner sophisticated sorry sort sought sound soundtrack source
    sous space spacious span spare sparked sparse spatial spawn speak speaker spec special specialised specialist specialization specialized specializes
    species specific specifically specification specify specimen spectra spectral spectrum speculation speculative sped speech speechless speed speedy spell
    spend spent sphere spherical spiders spike spilled spin spine spiral spirit spiritual spit split spoil spoke spoken sponsor sponsorship spontaneous
    sporadic spot spotlight spouse spread spreadsheet spring spur sql square squash squeeze squid stab stability stabilization stabilize stable stack staff
    stage staggered stainless stale stall stamp stance stand standalone standard standardization standardized stanza star stare start starter startup
    starvation starved starving stat state statement static station stationary statistical statistics status stay steadily steady steak steal steep steer stem
    step stereo steward stick sticky stiff still stillness stimulation stitch stock stole stolen stomped stood stop storage store story stout straight
    straightened straightforward strange stranger strategic strategically strategy straw stray streak stream streamlined strength strengthen stress stretch
    strict stride strikes string strip strive stroke strong stronger strongest structural structure struggle strung stuck student study stuff stupid stupidity
    style stylistic stylized sub subconscious subdivided subdivision subdued subfamily subgroup subject subjective submarine submission submit subordinate
    subscribers subscription subsequent subset substance substantial substantive substitute substitution substrate subtle subtly subway succeed success
    successful succession successive successor such suck sudden suffer sufficient suffix sugar suggest suggestion suicide suit suitable suite sum summarized
    summary summit summon sun sunk sunset super superfamily superficial superior supermarket superseded supervised supervision supervisor supplement
    supplemental supplementary supplier supply support supportive suppose suppress suppression sure surf surface surgery surgical surname surpassed surplus
    surprise surround survey surveyor survival survive susceptible suspect suspend suspension suspicion suspicious sustainable swallow swap swarm swear sweep
    sweet sweetness swell swept swiftly swim switch syllable symbol symbolic symmetric symmetrical symmetry sync synchronized syndication synonym synonymous
    syntax synthesized synthetic system systematic systematically tab table tablet tack tackle tactic tag tail tailor tainted take taken tale talents talk
    tall tally tan tangent tangible tangle tap tape tar target task taste tattooed tau taught tax taxation taxonomic teach teachers team teammates tear tech
    technical technique technology tedious tee teen teenagers telecommunication telephone television tell temper temperament temperature template temporal
    temporarily temporary temptation tempted tempting ten tend tendency tender tenderness tense tension tensor tent tentative tenth term terminal terminate
    termination terminology terminus terrible terribly terrific territory test testament text textbook textual texture tha than thank thankful that the
    theatre thee their them theme themselves then theoretical theory there thereafter thereby therefore thereof thermal these theta they thickness thin thing
    think third thirteen thirty this thorough those thou though thought thoughtful thousand thread threat threatened three threshold threw throttle through
    throughout throw thrown thru thumb thus tick ticket tide tidy tie tied tight tighten tighter til tile till tilt time timeless timeline timer timetable
    tiny tip tire title to toast today together token told tolerance tolerant tolerate tomato tomorrow ton tone tonight too took tool top topic topological
    topology torch tori torment torn total touch tough tour tourist tournament toward tower town toy trace track tracker tract traction trade trademark trader
    tradition traditional traffic trail trailer train trait trajectory tram trans transaction transcribed transcript transcription transfer transform
    transformation transformers transient transit transition transitional translate translation translator transmission transmit transparency transparent
    transplant transport transportation trap trash travel traverse tray treacherous treat treatment treaty tree tremendous trend trial triangle triangular
    tribal tribute trick trickle tricky tried tries trigger trillion trim trio trip triple trivial troll trolley trouble truly truncated trunk trust
    trustworthy truth try tube tucked tuition tumor tuna tune tunnel turkey turn twelve twentieth twenty twice twisted two type typical ubiquitous ugly
    ultimate unable unacceptable unaffected unanimous unauthorized unavailable unaware unbearable unbelievable uncertain uncertainty unchanged uncle unclear
    uncomfortable uncomfortably uncommon unconscious unconventional uncover und under undergo undergone underground underlying underneath understand
    understood underway undo undone undoubtedly unemployment uneven unexpected unfair unfamiliar unfinished unfolded unfortunate unhappy unification unified
    uniform uninstall union unique unit unitary unity universal unknown unlawful unless unlike unlimited unlock unmarked unmistakable unnamed unnatural
    unnecessary unnoticed unofficial unpleasant unpredictable unpublished unreasonable unrelated unreleased unreliable unsafe unseen unsigned unspecified
    unstable unsuccessful unsuitable unsure until untitled unto untouched unused unusual unwanted up upcoming update upgrade uphold uploaded upon upper
    upright ups upset upside upstairs upstream upward urged urgent us usable usage use used useful useless user using usual utility utilization utilize utter
    vacation vacuum vague valid validation validity valuable valuation value vanilla vanish var variability variable variance variant variation variety
    various vary vast vault vector vegetable vegetation velocity vendor venerable ventilation venture verb verbal verdict verge verification verify versa
    versatile version versus vertex vertical vertices very vessel vested veto via viable vibrant vibration vice vicinity vicious victim victorious video view
    viewer viewpoint vigorous villa village vintage violate violation violently virtual virtue virus visibility visible visibly visit visitation visitor
    visually vital vocabulary vocal voice void volatile volume voluntarily voluntary volunteer vomit von voodoo vote vowels vulgar vulnerability vulnerable
    wait waiter waived wake walk walkers wall wallet wander wanna want warehouse warm warn warp wary was wash waste watch water waterfall watershed wave
    wavelength wavy way we weak weaken weaker weakness weather web website wedding wee week weekday weekend weigh weight weird welcome well wellness went were
    west what whatever whatsoever wheel when whenever where whereabouts whereas whereby wherein wherever whether which whichever while whilst whip white who
    whoever whole wholesale wholly whom whose why wicked wide widened widening wider widespread width wife wild wilderness will willingness win wind window
    windy wine wing winner winter wipe wire wireless wisdom wise wish witch with withdraw withdrawal withdrawn withdrew within without witness wizard woken
    woman won wonder wonderful word work worker workout workplace world worldwide worry worse worst worth worthless worthy would wrap write writer written
    wrong wrote www xml yank yard yeah year yeast yell yellow yes yesterday yet yiddish yield yoga you young younger youngest your yourself yourselves
    youthful zeta zip zombie zone
    """.split()  # noqa: SIM905 - a word a line would fill pages
)
