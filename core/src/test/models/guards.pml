/* The guard table of dev.keyhold.internal.guard: slots, lanes, the range gate, the latch.

   NT tasks do OPS operations each on two keys, in one slot (COLLIDE) or two: single keys, shared
   and exclusive; plain writes, whose token is the same for all writers of a key; both keys at once;
   ranges over one key or both; a range over one and the other as a key (MIXED); try forms (TRY);
   any wait may be given up. With SETS, who shares may ask for one of its keys alone, by a second claim
   of its set, which goes before all who wait there and may be given up. Checked: nobody is beside whom
   it conflicts with; a request that waited when another began, and conflicts with it, goes first (pre);
   no place is lost or doubled; pending and marks are what a recount finds whenever the latch opens (I3,
   I7); in the end all is empty (I9); no end but the end, so nobody waits for ever.

   What it does not have: weak memory (every access here is sequentially consistent, as the volatile
   accesses of the code are), downgrade, moves, the search for deadlocks.

   Every atomic block touches at most one word that another task reads without the latch. MUT_ names
   are damages that must be found: scripts/check-guard-model.sh --damaged. */
#ifndef NT
#define NT 3
#endif
#ifndef OPS
#define OPS 1
#endif
#define NK 2
#ifdef COLLIDE
#define NS 1
#define SLOT(k) 0
#else
#define NS 2
#define SLOT(k) (k)
#endif
#define NL 6
#define FAT 255
#define TOK(t,k) (1+(t)*2+(k))
/* in a lane: counted as pending, until it is marked */
#define CTOK(t,k) (41+(t)*2+(k))
#define PLAIN(k) (21+(k))
#define STUB(t) (81+(t)*2)
/* of a set: the token of a second claim, alone, on what its task shares; and the same counted */
#define UTOK(t,k) (61+(t)*2+(k))
#define CUTOK(t,k) (101+(t)*2+(k))
#define ISPLAIN(v) ((v)>20 && (v)<41)
#define ISSTUB(v) ((v)>80 && (v)<101)
#define ISSECOND(v) (((v)>60 && (v)<81) || (v)>100)
#define ISCOUNTED(v) ((v)>80 || ((v)>40 && (v)<61))
#define TKEY(v) (((v)-1)%2)
#define ITASK(v) (((v)-1)%20/2)
#define X 1
#ifdef MUT_UPGRADEALONE
#define MUT_ALONE(v) && !ISSECOND(v)
#else
#define MUT_ALONE(v)
#endif
byte slot[NS];
byte q[12]; /* NK*NL */
byte ln[NK]; byte mk[NK];
byte ranges;                 /* published gate: bit set of tasks */
byte regq[NT]; byte nreg;    /* registered ranges in order (latch) */
bool latch;
byte st[NT];                 /* 0 none 1 waiting 2 granted */
byte pend[NT]; byte rb[NT];
byte km[NT]; bool md[NT];    /* keys mask of current op, mode X=1 */
byte rm[NT];                 /* those of them that are asked for as a range */
bool isr[NT];
byte hx[NK]; byte hs[NK];
byte pre[NT];
byte done;

#define CONF(i,j) ((km[i]&km[j])!=0 && (md[i]||md[j]))
#define RCONF(i,j) ((rm[i]&rm[j])!=0 && (md[i]||md[j]))
#define IMODE(v) ((ISPLAIN(v) || ISSECOND(v)) -> 1 : md[ITASK(v)])
/* two items of a lane: those of one task are a set */
#define ICONF(i,j) ((IMODE(i) || IMODE(j)) && (ISPLAIN(i) || ISPLAIN(j) || ITASK(i)!=ITASK(j)))

inline notwaiting(t_) { z=0; do :: z<NT ->  pre[z] = pre[z] & ~(1<<(t_)) ; z++ :: else -> break od; z=0; z=0 }
inline grant1(t_) { pend[t_]--; if :: pend[t_]==0 && st[t_]==1 -> st[t_]=2; notwaiting(t_) :: else fi }

/* mark as many as may go */
inline advance(k_) {
  do
  :: mk[k_]<ln[k_] ->
     v2=q[(k_)*NL+mk[k_]];
     ok=1; a=0;
     do :: a<mk[k_] -> u=q[(k_)*NL+a]; if :: ICONF(u,v2) MUT_ALONE(v2) -> ok=0 :: else fi; a++ :: else -> break od; a=0; u=0;
     if
     :: ok -> if :: ISCOUNTED(v2) && !ISSTUB(v2) -> q[(k_)*NL+mk[k_]]=v2-40 :: else fi; mk[k_]++; if :: ISCOUNTED(v2) -> grant1(ITASK(v2)) :: else fi
     :: else -> break
     fi
  :: else -> break
  od; v2=0; ok=0
}
#ifdef SETS
/* at the end; of a set of which a part is marked, behind what is marked */
inline add(k_,v_) {
  cf=0; a=0;
  do :: ISSECOND(v_) && a<mk[k_] -> u=q[(k_)*NL+a]; if :: !ISPLAIN(u) && ITASK(u)==ITASK(v_) -> cf=1 :: else fi; a++ :: else -> break od; u=0;
  assert(ln[k_]<NL); a=ln[k_];
  do :: cf && a>mk[k_] -> q[(k_)*NL+a]=q[(k_)*NL+a-1]; a-- :: else -> break od;
  q[(k_)*NL+a]=v_; ln[k_]++; a=0; cf=0
}
#else
#define add(k_,v_) append(k_,v_)
#endif
inline append(k_,v_) { assert(ln[k_]<NL); q[(k_)*NL+ln[k_]]=v_; ln[k_]++ }
/* new lane: stubs of every registered range that contains k */
inline newlane(k_) {
  assert(ln[k_]==0 && mk[k_]==0);
#ifndef MUT_NOSTUBS
  y=0;
  do :: y<nreg -> if :: rm[regq[y]] & (1<<(k_)) -> append(k_,STUB(regq[y])); pend[regq[y]]++; advance(k_) :: else fi; y++
     :: else -> break od; y=0
#endif
}
/* remove item with index ix */
inline removeat(k_) {
  if :: ix<mk[k_] -> mk[k_]-- :: else fi;
  y=ix;
  do :: y+1<ln[k_] -> q[(k_)*NL+y]=q[(k_)*NL+y+1]; y++ :: else -> break od;
  ln[k_]--; q[(k_)*NL+ln[k_]]=0; y=0;
#ifdef MUT_NOADVANCE
  if :: cancelling -> skip :: else -> advance(k_) fi;
#else
  advance(k_);
#endif
  /* only stubs left: the lane is dropped */
  y=0; ok=0;
  do :: y<ln[k_] -> if :: !ISSTUB(q[(k_)*NL+y]) -> ok=1 :: else fi; y++ :: else -> break od;
  if :: ok==0 ->
        do :: ln[k_]>0 -> ln[k_]--; v2=q[(k_)*NL+ln[k_]]; q[(k_)*NL+ln[k_]]=0;
               if :: ln[k_]>=mk[k_] -> grant1(ITASK(v2)) :: else -> mk[k_]-- fi
           :: else -> break od
     :: else fi; y=0; ok=0; v2=0
}
inline findown(k_) { ix=0; do :: ix<ln[k_] && q[(k_)*NL+ix]!=TOK(me,k_) && q[(k_)*NL+ix]!=CTOK(me,k_) && q[(k_)*NL+ix]!=STUB(me) -> ix++ :: else -> break od }
inline find(k_,v_) { ix=0; do :: ix<ln[k_] && q[(k_)*NL+ix]!=(v_) -> ix++ :: else -> break od }
inline empties(s_) {
#ifdef COLLIDE
  if :: ln[0]==0 && ln[1]==0 && slot[0]==FAT -> slot[0]=0 :: else fi
#else
  if :: ln[s_]==0 && slot[s_]==FAT -> slot[s_]=0 :: else fi
#endif
}
inline lock() { atomic { !latch -> latch=1 } }
inline recount() {
  /* pend[] equals the number of unmarked items plus range blockers */
  z=0; do :: z<NT -> 
    if :: st[z]==1 ->
       y=0;
       w=0; do :: w<NK ->  ix=0; do :: ix<NL ->  if :: ix<ln[w] && ix>=mk[w] && ISCOUNTED(q[w*NL+ix]) && ITASK(q[w*NL+ix])==z -> y++ :: else fi ; ix++ :: else -> break od; ix=0; w++ :: else -> break od; w=0;w=0; do :: w<NT ->  if :: rb[z]&(1<<w) -> y++; assert(isr[w]) :: else fi ; w++ :: else -> break od; w=0;assert(pend[z]==y && y>0)
    :: else fi ; z++ :: else -> break od; z=0;w=0; do :: w<NK -> if :: mk[w]<ln[w] -> cf=0; a=0; v2=q[w*NL+mk[w]]; do :: a<mk[w] -> u=q[w*NL+a]; if :: ICONF(u,v2) -> cf=1 :: else fi; a++ :: else -> break od; a=0; u=0; v2=0; assert(cf); cf=0 :: else fi; w++ :: else -> break od;
  z=0; y=0; w=0; ix=0
}
inline unlock() { atomic { recount(); latch=0 } }

/* leave: remove everything of task me (latch held) */
inline leave() {
  atomic { if :: st[me]==1 -> st[me]=0; notwaiting(me) :: else fi }; /* withdrawn first, taken apart after */
  k2=0;
  do
  :: k2<NK ->
     atomic { if :: slot[SLOT(k2)]==TOK(me,k2) -> slot[SLOT(k2)]=0 :: else fi };
     atomic {
       findown(k2); if :: ix<ln[k2] -> removeat(k2) :: else fi; ix=0;
       empties(SLOT(k2)) };
     k2++
  :: else -> break od; k2=0;
  if
  :: isr[me] -> atomic {
       y=0; do :: y<nreg && regq[y]!=me -> y++ :: else -> break od;
       do :: y+1<nreg -> regq[y]=regq[y+1]; y++ :: else -> break od; if :: nreg>0 -> nreg--; regq[nreg]=0 :: else fi; y=0;
       isr[me]=0;
       w=0; do :: w<NT ->  if :: rb[w]&(1<<me) -> rb[w]=rb[w]&~(1<<me); grant1(w) :: else fi ; w++ :: else -> break od; w=0;w=0;
       ranges = ranges & ~(1<<me) }
  :: else fi;
  atomic { if :: st[me]==1 -> notwaiting(me) :: else fi; st[me]=0; pend[me]=0; rb[me]=0 }
}
inline enter() { atomic {
  assert(pre[me]==0);
  z=0; do :: z<NK ->  if :: km[me]&(1<<z) -> if :: md[me] -> assert(hx[z]==0 && hs[z]==0); hx[z]++ :: else -> assert(hx[z]==0); hs[z]++ fi :: else fi ; z++ :: else -> break od; z=0;z=0 } }
inline exitcs() { atomic {
  z=0; do :: z<NK ->  if :: km[me]&(1<<z) -> if :: md[me] -> hx[z]-- :: else -> hs[z]-- fi :: else fi ; z++ :: else -> break od; z=0;z=0 } }
/* is key k in conflict with a published/registered range */
inline rconf(mask_,k_) { rc=0; z=0; do :: z<NT ->  if :: z!=me && ((mask_)&(1<<z)) && (rm[z]&(1<<(k_))) && (md[z]||md[me]) -> rc=1 :: else fi ; z++ :: else -> break od; z=0;z=0 }
/* the same for one that is alone; the own range counts, too */
inline rconfalone(mask_,k_) { rc=0; z=0; do :: z<NT -> if :: ((mask_)&(1<<z)) && (rm[z]&(1<<(k_))) -> rc=1 :: else fi ; z++ :: else -> break od; z=0 }
inline regmask() { rc=0; y=0; do :: y<nreg -> rc=rc|(1<<regq[y]); y++ :: else -> break od; y=0 }

/* inflate slot s holding thin token v (latch held); inf=1 when done */
inline inflate(s_,v_) {
  atomic {
  if :: slot[s_]==v_ -> slot[s_]=FAT; 
#ifdef MUT_HOLDERFIRST
        append(TKEY(v_),v_); advance(TKEY(v_));
#else
        newlane(TKEY(v_)); add(TKEY(v_),v_); advance(TKEY(v_));
#endif
        inf=1
     :: else -> inf=0 fi }
}
/* place key k of task me: thin if its slot is empty and no range is in the way (latch held) */
inline place(k_) {
  do
  :: v=slot[SLOT(k_)];
     if
     :: v==0 -> atomic { regmask(); v=rc; rconf(v,k_); v=0; inf=rc; rc=0 };
        if
        :: inf -> atomic { if :: slot[SLOT(k_)]==0 -> slot[SLOT(k_)]=FAT; newlane(k_); append(k_,CTOK(me,k_)); pend[me]++; advance(k_); inf=1 :: else -> inf=0 fi }
        :: else -> atomic { if :: slot[SLOT(k_)]==0 -> slot[SLOT(k_)]=TOK(me,k_); inf=1 :: else -> inf=0 fi }
        fi;
        if :: inf -> break :: else fi
     :: v==FAT -> atomic { if :: ln[k_]==0 -> newlane(k_) :: else fi; append(k_,CTOK(me,k_)); pend[me]++; advance(k_) }; break
     :: else -> inflate(SLOT(k_),v)
     fi
  od; v=0; inf=0
}

#ifdef SETS
/* the same for a second claim of the set */
inline placeup(k_) {
  do
  :: v=slot[SLOT(k_)];
     if
     :: v==0 -> atomic { regmask(); v=rc; rconfalone(v,k_); v=0; inf=rc; rc=0 };
        if
        :: inf -> atomic { if :: slot[SLOT(k_)]==0 -> slot[SLOT(k_)]=FAT; newlane(k_); add(k_,CUTOK(me,k_)); pend[me]++; advance(k_); inf=1 :: else -> inf=0 fi }
        :: else -> atomic { if :: slot[SLOT(k_)]==0 -> slot[SLOT(k_)]=UTOK(me,k_); inf=1 :: else -> inf=0 fi }
        fi;
        if :: inf -> break :: else fi
     :: v==FAT -> atomic { if :: ln[k_]==0 -> newlane(k_) :: else fi; add(k_,CUTOK(me,k_)); pend[me]++; advance(k_) }; break
     :: else -> inflate(SLOT(k_),v)
     fi
  od; v=0; inf=0
}
/* takes the second claim out again (latch held) */
inline leaveup(k_) {
  atomic { if :: st[me]==1 -> st[me]=0; notwaiting(me) :: else fi };
  atomic { if :: slot[SLOT(k_)]==UTOK(me,k_) -> slot[SLOT(k_)]=0 :: else fi };
  atomic {
    ix=0; do :: ix<ln[k_] && q[(k_)*NL+ix]!=UTOK(me,k_) && q[(k_)*NL+ix]!=CUTOK(me,k_) -> ix++ :: else -> break od;
    if :: ix<ln[k_] -> removeat(k_) :: else fi; ix=0;
    empties(SLOT(k_)) };
  atomic { st[me]=0; pend[me]=0 }
}
/* what is shared is asked for alone; uh: had */
inline upgrade(k_) {
  atomic { if :: slot[SLOT(k_)]==0 -> slot[SLOT(k_)]=UTOK(me,k_); ok=1 :: else -> ok=0 fi };
  if
  :: ok ->
     atomic { rconfalone(ranges,k_); ok=0 };
     if
     :: !rc -> uh=1
     :: else -> rc=0;
        lock();
        if
        :: slot[SLOT(k_)]==UTOK(me,k_) ->
           atomic { regmask(); v=rc; rconfalone(v,k_); v=0 };
           if :: rc -> inflate(SLOT(k_),UTOK(me,k_)); assert(inf); inf=0 :: else -> uh=1 fi; rc=0
        :: else
        fi;
        if :: !uh ->
              atomic { find(k_,UTOK(me,k_)); assert(ix<ln[k_]);
                if :: ix<mk[k_] -> uh=1
                   :: else -> q[(k_)*NL+ix]=CUTOK(me,k_); pend[me]=1; st[me]=1
                fi; ix=0 }
           :: else fi;
        unlock() fi; rc=0
  :: else ->
     lock();
     placeup(k_);
     atomic { if :: pend[me]==0 -> uh=1 :: else -> st[me]=1 fi };
     unlock()
  fi;
  if
  :: uh
  :: else ->
     if
     :: st[me]==2 -> uh=1
     :: st[me]==1 -> /* given up: what is shared stays */
        lock();
        if :: st[me]==1 -> leaveup(k_); unlock() :: else -> unlock(); uh=1 fi
     fi
  fi
}
inline releaseup(k_) {
  atomic { if :: slot[SLOT(k_)]==UTOK(me,k_) -> slot[SLOT(k_)]=0; ok=1 :: else -> ok=0 fi };
  if :: ok :: else -> lock(); leaveup(k_); unlock() fi; ok=0
}
#endif

proctype Task(byte me) {
  byte n=0; byte k=0; byte v=0; byte v2=0; byte rc=0; byte y=0; byte z=0; byte w=0; byte ix=0; byte k2=0; byte mytok=0; byte kk=0;
  bool ok=0; bool inf=0; bool tr=0; bool plain=0; bool held=0; bool cancelling=0; bool multi=0; byte a=0; byte u=0; bool cf=0; bool uh=0; byte uk=0;
  do
  :: n<OPS ->
     atomic {
     n++; cancelling=0; plain=0; multi=0; held=0; isr[me]=0; rm[me]=0; tr=0;
     if :: k=0 :: k=1 fi;
     if
#ifndef NO_SINGLE
     :: md[me]=1; km[me]=1<<k
#ifndef NO_SHARED
     :: md[me]=0; km[me]=1<<k
#endif
#endif
#ifndef NO_PLAIN
     :: plain=1; md[me]=1; km[me]=1<<k
#endif
#ifndef NO_MULTI
     :: k==0 -> multi=1; md[me]=1; km[me]=3
#endif
#ifndef NO_RANGE
     :: isr[me]=1; km[me]=1<<k; rm[me]=1<<k; md[me]=1
     :: k==0 -> isr[me]=1; km[me]=3; rm[me]=3; md[me]=1
#ifdef MIXED
     :: isr[me]=1; km[me]=3; rm[me]=1<<k; md[me]=1
#endif
#ifndef NO_SHARED
     :: k==0 -> isr[me]=1; km[me]=3; rm[me]=3; md[me]=0
#endif
#endif
     fi;
#ifdef TRY
     if :: tr=0 :: tr=1 fi;
#endif
     mytok = (plain -> PLAIN(k) : TOK(me,k));
     pre[me]=0;
     z=0; do :: z<NT ->  if :: z!=me && st[z]==1 && CONF(me,z) -> pre[me]=pre[me]|(1<<z) :: else fi ; z++ :: else -> break od; z=0;z=0
     }
     if
     :: !isr[me] && !multi ->
        /* ---- single key: fast path ---- */
        atomic { if :: slot[SLOT(k)]==0 -> slot[SLOT(k)]=mytok; ok=1 :: else -> ok=0 fi };
        if
        :: ok ->
#ifdef MUT_NOGATE
           held=1; ok=0;
#else
           atomic { rconf(ranges,k); ok=0 };
           if
           :: !rc -> held=1
           :: else -> rc=0;
              lock();
              if
              :: slot[SLOT(k)]==mytok ->
                 atomic { regmask(); v=rc; rconf(v,k); v=0 };
                 if :: rc -> inflate(SLOT(k),mytok); assert(inf); inf=0 :: else -> held=1 fi; rc=0
              :: else
              fi;
              if :: !held ->
                 atomic { find(k,mytok); assert(ix<ln[k]);
                   if :: ix<mk[k] -> held=1
                      :: else -> q[k*NL+ix]=CTOK(me,k); mytok=TOK(me,k); pend[me]=1 /* the claim takes the place */
                   fi; ix=0 };
                 if :: !held && tr -> leave(); unlock(); goto finished
                    :: !held && !tr -> atomic { st[me]=1 }
                    :: else fi
              :: else fi;
              unlock() fi; rc=0;
#endif
        :: else ->
           mytok=TOK(me,k);
           lock();
           place(k);
           atomic { if :: pend[me]==0 -> held=1 :: else -> st[me]=1 fi };
           if :: tr && !held -> leave(); unlock(); goto finished :: else fi;
           unlock()
        fi
     :: multi ->
        lock();
        kk=0;
        do :: kk<NK -> place(kk); kk++ :: else -> break od; kk=0;
        atomic { if :: pend[me]==0 -> held=1 :: else -> st[me]=1 fi };
        if :: tr && !held -> leave(); unlock(); goto finished :: else fi;
        unlock()
     :: isr[me] ->
        lock();
        kk=0;
        do :: kk<NK -> if :: (km[me]&(1<<kk)) && !(rm[me]&(1<<kk)) -> place(kk) :: else fi; kk++ :: else -> break od; kk=0;
        atomic { y=0; do :: y<nreg -> if :: RCONF(me,regq[y]) -> rb[me]=rb[me]|(1<<regq[y]); pend[me]++ :: else fi; y++ :: else -> break od; y=0 };
#ifndef MUT_LATEPUBLISH
        atomic { ranges = ranges | (1<<me) };
#endif
        kk=0;
        do
        :: kk<NS ->
           v=slot[kk];
           if
           :: v==0 -> kk++
           :: v==FAT -> atomic { w=0; do :: w<NK ->  if :: SLOT(w)==kk && ln[w]>0 && (rm[me]&(1<<w)) -> append(w,STUB(me)); pend[me]++; advance(w) :: else fi ; w++ :: else -> break od; w=0;w=0 }; kk++
           :: else ->
              if :: rm[me]&(1<<TKEY(v)) -> inflate(kk,v)   /* then read again: FAT, or gone */
                 :: else -> kk++ fi
           fi
        :: else -> break
        od; kk=0; v=0; inf=0;
#ifdef MUT_LATEPUBLISH
        atomic { ranges = ranges | (1<<me) };
#endif
        atomic { regq[nreg]=me; nreg++; if :: pend[me]==0 -> held=1 :: else -> st[me]=1 fi };
        if :: tr && !held -> leave(); unlock(); goto finished :: else fi;
        unlock()
     fi;
     /* ---- wait ---- */
     if
     :: held
     :: else ->
        if
        :: st[me]==2 -> held=1
#ifndef NO_CANCEL
        :: st[me]==1 -> /* cancelled, timed out, interrupted */
           cancelling=1;
#ifdef MUT_CANCELSTALE
           v=1;
#else
           v=0;
#endif
           lock();
           if :: st[me]==1 -> leave(); unlock(); goto finished
              :: else -> unlock(); 
#ifdef MUT_CANCELSTALE
                 /* granted meanwhile, dropped on the floor */ goto finished
#endif
                 if :: held=1 :: goto withdraw fi
           fi
#endif
        fi
     fi;
     enter();
#ifdef SETS
     if
     :: !md[me] ->
        atomic { if :: (km[me]&1) -> uk=0 :: (km[me]&2) -> uk=1 fi; st[me]=0 };
        upgrade(uk);
        if
        :: uh ->
           atomic { hs[uk]--; assert(hx[uk]==0 && hs[uk]==0); hx[uk]++ };
           atomic { hx[uk]--; hs[uk]++; st[me]=0 };
           if :: skip :: releaseup(uk); uh=0 fi
        :: else
        fi
     :: !md[me]
     :: md[me]
     fi;
#endif
     exitcs();
withdraw:
     /* ---- release; also passes on a grant that nobody wants ---- */
     if
     :: isr[me] -> lock(); leave(); unlock()
     :: !isr[me] && multi ->
        k2=0;
        kk=0;
        do :: kk<NK -> atomic { if :: slot[SLOT(kk)]==TOK(me,kk) -> slot[SLOT(kk)]=0 :: else -> ok=1 fi }; kk++ :: else -> break od; kk=0;
        if :: ok -> ok=0; lock(); leave(); unlock() :: else fi; ok=0
     :: else ->
        atomic { if :: slot[SLOT(k)]==mytok -> slot[SLOT(k)]=0; ok=1 :: else -> ok=0 fi };
        if :: ok
           :: else -> lock();
              atomic { find(k,mytok); assert(ix<ln[k]); removeat(k); empties(SLOT(k)); ix=0; if :: st[me]==1 -> notwaiting(me) :: else fi; st[me]=0; pend[me]=0 };
              unlock()
        fi; ok=0
     fi;
finished:
#ifdef SETS
     if :: uh -> releaseup(uk); uh=0 :: else fi;
#endif
     atomic { st[me]=0; pend[me]=0; rb[me]=0; km[me]=0; rm[me]=0; md[me]=0; isr[me]=0; ok=0;rc=0;v=0;held=0;tr=0;plain=0;multi=0;cancelling=0;k=0;mytok=0;inf=0;k2=0;kk=0;uk=0 }
  :: else -> break
  od;
  atomic { done++ }
}
init { atomic { byte i=0; do :: i<NT -> run Task(i); i++ :: else -> break od };
  done==NT -> assert(slot[0]==0 && ln[0]==0 && ln[1]==0 && ranges==0 && nreg==0 && !latch);
#ifndef COLLIDE
  assert(slot[1]==0)
#endif
}
