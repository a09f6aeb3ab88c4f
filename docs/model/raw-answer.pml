/* Pawl: the raw answer and the parked pair. One profile, NP turns, a user (login, trial, logout),
 * a foreign writer, a server, env (ageing, power loss, vault). Complements protocol.pml (slot, .next, forced: there).
 * Every R_x macro is one rule; all are on, -DX_x takes one out. CP = may be killed here; SIGSTOP = interleaving.
 * The raw file is page cache: kept at kill -9; at power loss kept, cut, lost, or an older content comes back.
 * VAULT=1: the raw file lies on a tmpfs and IS the parked pair: always lost at power loss, seen only where pvis[p]. */
#ifndef X_RAW
#define R_RAW      /* bytes go to the raw file before they are parsed */
#endif
#ifndef X_FENCE
#define R_FENCE    /* a success is used only while its parent (generation, fingerprint) is stored */
#endif
#ifndef X_NONCE
#define R_NONCE    /* attempts are numbered by the journal and a number never comes back */
#endif
#ifndef X_BOUND
#define R_BOUND    /* a refusal counts only if the journal names that very attempt */
#endif
#ifndef X_LONE
#define R_LONE     /* a success needs no journal: the stored parent is enough (damaged journal) */
#endif
#ifndef X_SEED
#define R_SEED     /* each chunk's checksum is seeded with the attempt */
#endif
#ifndef X_ORDER
#define R_ORDER    /* wiped only after the save or the verdict is on the disk */
#endif
#ifndef X_FIRST
#define R_FIRST    /* login, trial and logout finish a raw answer before they change anything */
#endif
#ifndef X_DISPOSE
#define R_DISPOSE  /* a success whose parent is gone is revoked over a tombstone or another login */
#endif
#ifndef X_COOL
#define R_COOL     /* a salvage leaves a cool-down that the save does not clear */
#endif
#ifndef X_ECHO
#define R_ECHO     /* error, or the token that was sent: no salvage */
#endif
#ifndef X_OLDAT
#define R_OLDAT    /* salvage: no access token of the parent under the new generation if it was rejected */
#endif
#ifndef X_OWN
#define R_OWN      /* the trial has a raw file of its own */
#endif
#ifndef X_HELD
#define R_HELD     /* trial of the stored token itself: the next holder finishes it, never revokes it */
#endif
#ifndef X_AGAIN
#define R_AGAIN    /* same token given again: the trial's raw answer is used, nothing is sent */
#endif
#ifndef X_PLACE
#define R_PLACE    /* the journal says where the pair is parked; who cannot see that place does not present */
#endif
#ifndef X_PGONE
#define R_PGONE    /* place proved gone or empty, or another boot: DOUBT */
#endif
#ifndef X_VUP
#define R_VUP      /* a vault that does not answer decides nothing: no "logged out", no disposal */
#endif
/* X_BORN: a lost journal is blank for an instant before it says DOUBT. X_WIPEBIND: nothing is erased before the new head. */
#ifndef NP
#define NP 2
#endif
#ifndef POLICY
#define POLICY 0   /* 0 STRICT_FAMILY 1 GRACE_SAME 2 STRICT_REJECT 3 GRACE_LATEST_WINS */
#endif
#ifndef REPLAY
#define REPLAY 0   /* 0 unknown 1 never 2 window */
#endif
#ifndef VAULT
#define VAULT 0
#endif
#ifndef CRASH
#define CRASH 0
#endif
#ifndef NET
#define NET 0
#endif
#ifndef BUSYN
#define BUSYN 0    /* 429 */
#endif
#ifndef E5
#define E5 0       /* 5xx, processed or not */
#endif
#ifndef BADAT
#define BADAT 0    /* whole answer, refresh token good, access token unusable */
#endif
#ifndef ECHO
#define ECHO 0     /* refusal that holds the token that was sent */
#endif
#ifndef POWER
#define POWER 0
#endif
#ifndef DAMAGE
#define DAMAGE 0   /* journal unreadable */
#endif
#ifndef AGE
#define AGE 1
#endif
#ifndef REV
#define REV 0      /* access token rejected */
#endif
#ifndef LOGIN
#define LOGIN 0
#endif
#ifndef LOGOUT
#define LOGOUT 0
#endif
#ifndef TRIAL
#define TRIAL 0
#endif
#ifndef HELDT
#define HELDT 0    /* the trial's token is the stored one */
#endif
#ifndef FOREIGN
#define FOREIGN 0  /* 1 rotates, 2 or logs in, 3 or puts an old token back */
#endif
#ifndef VDOWN
#define VDOWN 0
#endif
#ifndef PGONE
#define PGONE 0    /* tmpfs removed, same boot */
#endif
#ifndef BLIND
#define BLIND 0    /* client 1 does not see the tmpfs */
#endif
#define MAXRT 10
#define LIVE 1
#define USED 2
#define DEADRT 3
/* journal */
#define NONE 0
#define SPENDING 1
#define DOUBT 2
#define REPLAYING 3
#define JDEAD 4
#define PARKED 5
/* slot */
#define EMPTY 0
#define OK 1
#define TOMB 2
#define VLOGIN 3
/* raw */
#define A_NO 0
#define A_PART 1
#define A_RT 2
#define A_FULL 3
#define A_INV 4
#define A_429 5
#define A_5 6
#define A_ECHO 7
/* pst */
#define BUSY 0
#define I_OK 1
#define I_LOGIN 2
#define I_DIAG 3
byte nCrash=CRASH,nNet=NET,nBusy=BUSYN,n5=E5,nBad=BADAT,nEcho=ECHO,nPow=POWER,nDam=DAMAGE,nAge=AGE,nRev=REV,nVD=VDOWN,nPG=PGONE;
byte srv[MAXRT],fam[MAXRT],succ[MAXRT],age[MAXRT]; bool gopen[MAXRT],atDead[MAXRT];
byte nextRT=2,nextFam=2;
byte sGen=1,sRT=1,sAT=1,sTag=1; bool sTomb,sLogin=1;
byte jGen,jRT,jSt,jAtt,jTried,jTatt,seq; bool cool,jWin,jBad;
typedef Raw { byte st; byte n; byte gen; byte rt; byte att; byte sent; byte held };
Raw raw[2]; Raw old[2];        /* 0 refresh, 1 trial */
byte slGen=1,slAT=1,slSt=OK,slRT=1,slRej; bool slOdd;
byte lock; bool pw[3]; bool vUp=1; bool pvis[3];
byte pst[NP],ha[NP];
byte openp[MAXRT],got[MAXRT]; bool exempt[MAXRT],refused[MAXRT],famLost[MAXRT],famOurs[MAXRT],pwl[MAXRT],salv[MAXRT];
byte curFam=1; byte cand;
byte nLoop;
byte jNote;                    /* what the journal says again if a note that was not forced is lost: X_FORCE429 */
#ifdef X_FORCE429
#define NOTED(x_) jNote=(x_)
#else
#define NOTED(x_) skip
#endif
#ifdef R_OWN
#define TF 1
#else
#define TF 0
#endif
#define CP if :: pw[p] -> goto died :: else fi; if :: nCrash>0 -> nCrash--; goto died :: true fi
#define SEE (!VAULT || pvis[p])
#ifndef X_STILL
#define STILL (raw[1].n!=sRT && openp[raw[1].n]==0)  /* the trial's answer: neither stored nor spent since */
#else
#define STILL true
#endif
#define PUB(s_) slGen=sGen; slAT=sAT; slRT=sRT; slSt=s_; slOdd=0
inline killfam(f_) { k=1; do :: k<nextRT -> if :: fam[k]==f_ && srv[k]!=0 -> srv[k]=DEADRT; atDead[k]=1 :: else fi; k++ :: else -> k=0; break od }
/* weak RFC 7009: only a live token takes its family along */
inline revoke(x_) { if :: x_!=0 && srv[x_]==LIVE -> killfam(fam[x_]) :: else fi }
inline mint(f_) { assert(nextRT<MAXRT); n=nextRT; nextRT++; srv[n]=LIVE; fam[n]=f_ }
inline serve(x_) {
  if
  :: srv[x_]==LIVE -> srv[x_]=USED; mint(fam[x_]); succ[x_]=n; gopen[x_]=1; resp=A_FULL
  :: srv[x_]==USED && POLICY==1 && gopen[x_] && srv[succ[x_]]==LIVE -> n=succ[x_]; resp=A_FULL
  :: srv[x_]==USED && POLICY==3 && gopen[x_] && srv[succ[x_]]==LIVE -> srv[succ[x_]]=DEADRT; mint(fam[x_]); succ[x_]=n; resp=A_FULL
  :: srv[x_]==USED && POLICY==2 -> resp=A_INV
  :: srv[x_]==USED && POLICY!=2 && !((POLICY==1||POLICY==3) && gopen[x_] && srv[succ[x_]]==LIVE) -> killfam(fam[x_]); resp=A_INV
  :: srv[x_]==DEADRT || srv[x_]==0 -> resp=A_INV
  fi }
/* the wipe is not forced: the old content may come back at a power loss */
inline wipe(f_) { if :: nPow>0 && !VAULT && raw[f_].st!=0 -> old[f_].st=raw[f_].st; old[f_].n=raw[f_].n; old[f_].gen=raw[f_].gen; old[f_].rt=raw[f_].rt; old[f_].att=raw[f_].att; old[f_].sent=raw[f_].sent; old[f_].held=raw[f_].held :: else fi;
  raw[f_].st=0; raw[f_].n=0; raw[f_].gen=0; raw[f_].rt=0; raw[f_].att=0; raw[f_].sent=0; raw[f_].held=0 }
inline bind(f_,g_,r_,a_,x_,h_) { wipe(f_); raw[f_].gen=g_; raw[f_].rt=r_; raw[f_].att=a_; raw[f_].sent=x_; raw[f_].held=h_ }
#define RS raw[0].st
#define TS raw[TF].st
#ifdef R_ECHO
#define SUCC(f_) (raw[f_].st==A_RT || raw[f_].st==A_FULL)
#else
#define SUCC(f_) (raw[f_].st==A_RT || raw[f_].st==A_FULL || raw[f_].st==A_ECHO)
#endif
#ifdef R_FENCE
#define PARENT(f_) (raw[f_].gen==sGen && raw[f_].rt==sRT && !sTomb)
#else
#define PARENT(f_) (true)
#endif
#ifdef R_LONE
#define LONE true
#else
#define LONE (jGen==raw[0].gen && jRT==raw[0].rt && jAtt==raw[0].att)
#endif
#ifdef R_BOUND
#define BOUND (jGen==raw[0].gen && jRT==raw[0].rt && jAtt==raw[0].att && jGen==sGen && jRT==sRT)
#else
#define BOUND (jGen==sGen && jRT==sRT)
#endif
#define OPENJ (jSt==SPENDING || jSt==REPLAYING || jSt==DOUBT || jSt==PARKED)
/* a login/foreign is the newest; what is saved must be of it */
inline store(n_,full_) {
  assert(fam[n_]==curFam);                                              /* no older login resurrected */
  assert(sGen>0);
  salv[n_]=!(full_); if :: !(full_) -> nLoop=1 :: else fi;
  if :: full_ -> sAT=n_
     :: else ->
#ifdef KEEPAT
# ifdef R_OLDAT
        if :: slRej>=sGen || age[sAT]==2 -> sAT=0 :: else fi;
# endif
#else
        sAT=0;
#endif
#ifdef R_COOL
        cool=1;
#endif
        skip
  fi;
  sGen++; sRT=n_; sTag=n_; sLogin=0 }
inline adopt() {
  if :: sRT!=sTag && !sTomb -> slOdd=1;
        if :: openp[sRT]>0 && sTag!=0 -> sRT=sTag; sAT=sTag
           :: else -> sGen++; sTag=sRT; sAT=sRT; sLogin=0; curFam=fam[sRT]; famOurs[curFam]=1 fi
     :: else fi }
/* dispose of a success whose parent is not stored */
inline dispose(f_) {
  if :: raw[f_].n==sRT && !sTomb -> skip
#ifdef R_DISPOSE
     :: !(raw[f_].n==sRT && !sTomb) && (sTomb || sLogin) -> revoke(raw[f_].n)
#endif
     :: else fi }
/* A: the journal and the store as every lock holder reads them */
inline opened() {
  if :: jBad -> jBad=0; jNote=0; jGen=sGen; jRT=sRT; jSt=DOUBT; jAtt=0; seq++ :: else fi;
  adopt() }

proctype client(byte p) {
  byte r,n,k,rej,resp,ext; bool adv,tried,probe,un;
call: atomic { if :: pw[p] -> goto died :: else fi; pst[p]=BUSY; ha[p]=0; probe=0; resp=0; n=0; k=0; adv=0; r=0; ext=0; un=0;
  if
  :: !slOdd && (slSt==TOMB || slSt==VLOGIN) && slGen==sGen && slRT==sRT && !jBad -> goto idlelogin
  :: !slOdd && slSt==OK && slGen>rej && slAT!=0 && age[slAT]<2 && !atDead[slAT] -> goto idleok
  :: else -> if :: slSt==OK && slAT!=0 && atDead[slAT] && slGen>rej -> rej=slGen; if :: slRej<rej -> slRej=rej :: else fi :: else fi; goto slow
  fi };
idleok: atomic { pst[p]=I_OK; ha[p]=slAT; adv=0; n=0; probe=0; resp=0; k=0; r=slGen };
end_ok: if
  :: atomic { pw[p] -> goto died }
  :: atomic { (slGen!=r || slOdd || slSt!=OK || slAT!=ha[p]) -> tried=0; goto call }
  :: atomic { age[ha[p]]==2 || atDead[ha[p]] -> goto call }
  :: atomic { age[ha[p]]==1 && !tried && lock==0 -> tried=1; adv=1; pst[p]=BUSY; goto slow }
  fi;
idlelogin: atomic { pst[p]=I_LOGIN; rej=0; adv=0; n=0; probe=0; resp=0; k=0; tried=0; r=slGen };
end_login: if
  :: atomic { pw[p] -> goto died }
  :: atomic { (slGen!=r || slOdd || (slSt!=VLOGIN && slSt!=TOMB) || sGen!=slGen || sRT!=slRT) -> goto call }
  fi;
idlediag: atomic { pst[p]=I_DIAG; adv=0; n=0; probe=0; resp=0; k=0; tried=0; r=slGen };
end_diag: if
  :: atomic { pw[p] -> goto died }
  :: atomic { ext==1 && !cool -> goto call }                            /* cooling */
  :: atomic { ext==2 && vUp -> goto call }                              /* vault away */
  :: atomic { (slGen!=r || slOdd || slSt==VLOGIN || slSt==TOMB) -> goto call }
  :: atomic { ext==3 && jSt!=PARKED -> goto call }                      /* parked where it cannot be seen */
  fi;
slow: if
  :: atomic { pw[p] -> goto died }
  :: atomic { adv && lock!=0 -> adv=0; goto call }
  :: atomic { lock==0 -> lock=p+1 }
  fi;
  atomic { CP;
    if
#ifdef R_VUP
    :: VAULT && !vUp -> lock=0; ext=2; if :: adv -> adv=0; goto idleok :: else -> goto idlediag fi
#else
    :: VAULT && !vUp -> if :: SUCC(0) && SEE -> wipe(0) :: else fi; sTomb=1; sRT=0; sTag=0; sAT=0; sGen++; PUB(TOMB); lock=0; goto idlelogin
#endif
    :: else fi;
#ifdef X_BORN
    if :: jBad -> jBad=0; jNote=0; jSt=NONE; jGen=0; jRT=0; jAtt=0; un=1 :: else fi };
  atomic { CP; if :: un -> jGen=sGen; jRT=sRT; jSt=DOUBT; seq++; un=0 :: else fi;
#endif
    opened() };
  /* the trial's raw answer: finished if it is the stored token's, else revoked */
  atomic { CP;
    if
    :: TF==1 && SEE && SUCC(1) && raw[1].held && raw[1].gen==sGen && raw[1].rt==sRT && !sTomb ->
#ifdef R_HELD
         store(raw[1].n,raw[1].st==A_FULL); sLogin=1; slOdd=1
#else
         assert(srv[raw[1].n]!=LIVE || sRT!=raw[1].sent); revoke(raw[1].n); wipe(1)
#endif
    :: else fi };
#ifdef R_FENCE
# define RAWUSE (SEE && SUCC(0) && PARENT(0) && LONE)
#else
# define RAWUSE (SEE && SUCC(0) && jSt!=NONE && jSt!=JDEAD && !sTomb)
#endif
  if
  :: atomic { RAWUSE ->                                                 /* next holder saves what was read */
       if :: pw[p] -> goto died :: else fi;
#ifndef R_ORDER
       r=raw[0].n; ext=(RS==A_FULL); wipe(0) };
     atomic { CP; slOdd=1; store(r,ext); r=0; ext=0
#else
       if :: nCrash>0 -> nCrash--; goto died :: true fi; slOdd=1;
       if :: RS==A_ECHO -> store(sRT,0) :: else -> store(raw[0].n,RS==A_FULL) fi
#endif
     };
     atomic { CP; wipe(0); jSt=NONE; jGen=0; jRT=0 }
  :: atomic { else ->
       if
       :: SEE && SUCC(0) && !PARENT(0) -> dispose(0); wipe(0)
       :: SEE && RS==A_INV && OPENJ && BOUND -> jSt=JDEAD
       :: SEE && RS==A_429 && (jSt==SPENDING||jSt==REPLAYING) && BOUND -> jSt=(jSt==SPENDING -> NONE : DOUBT); cool=1
       :: SEE && RS==A_5 && (jSt==SPENDING||jSt==REPLAYING) && BOUND -> jSt=DOUBT; cool=1
       :: else
       fi }
  fi;
  atomic { CP;                                                          /* decide */
decide: adopt();
    if :: sTomb -> PUB(TOMB); lock=0; goto idlelogin :: else fi;
    r=sRT;
    if :: sGen>rej && sAT!=0 && !atDead[sAT] && ((!adv && age[sAT]<2) || age[sAT]==0) && !(slSt==OK && slGen>sGen) -> PUB(OK); lock=0; tried=0; goto call :: else fi;
    if :: slSt==OK && !slOdd && slGen>sGen && slAT!=0 && age[slAT]<2 && !atDead[slAT] && slGen>rej -> lock=0; goto idleok :: else fi;
    if :: jGen==sGen && jRT==sRT -> skip :: else -> jSt=NONE fi;
    if
    :: jSt==PARKED ->
#ifdef R_PLACE
       if
# ifdef R_PGONE
       :: SEE -> jSt=DOUBT                                              /* seen, and nothing usable there */
# endif
       :: else -> lock=0; ext=3; if :: sAT!=0 && age[sAT]<2 && !atDead[sAT] -> PUB(OK); goto idleok :: else -> goto idlediag fi fi
#else
       jSt=DOUBT
#endif
    :: else fi;
    if
    :: jSt==JDEAD -> assert(srv[r]!=LIVE || exempt[r]); assert(got[r]==0 || srv[got[r]]!=LIVE || pwl[r]); PUB(VLOGIN); lock=0; goto idlelogin
    :: else fi;
    if :: cool -> PUB(OK); lock=0; ext=1; if :: sAT!=0 && age[sAT]<2 && !atDead[sAT] && sGen>rej -> goto idleok :: else -> goto idlediag fi :: else fi;
    if
    :: jSt==SPENDING || jSt==REPLAYING || jSt==DOUBT -> jSt=DOUBT;
       if
       :: REPLAY==1 && sAT!=0 && age[sAT]<2 && !atDead[sAT] -> PUB(OK); lock=0; if :: sGen>rej -> goto idleok :: else -> assert(0) fi
       :: REPLAY==1 && !(sAT!=0 && age[sAT]<2 && !atDead[sAT]) -> exempt[r]=1; jSt=JDEAD;
            assert(got[r]==0 || srv[got[r]]!=LIVE || pwl[r] ); PUB(VLOGIN); lock=0; goto idlelogin
       :: REPLAY!=1 && (sAT==0 || age[sAT]==2 || atDead[sAT] || (REPLAY==2 && jWin)) -> probe=1
       :: REPLAY!=1 && !(sAT==0 || age[sAT]==2 || atDead[sAT] || (REPLAY==2 && jWin)) -> PUB(OK); lock=0; goto idleok
       fi
    :: else -> probe=0 fi };
  atomic { CP;                                                          /* erase what an earlier attempt left */
    seq++;
#ifdef R_NONCE
    ext=seq;
#else
    ext=(probe -> 2 : 1);
#endif
#ifndef X_WIPEBIND
    if :: SEE -> wipe(0) :: else fi
#endif
    };
  atomic { CP;                                                          /* the intent, forced */
    jNote=0; jGen=sGen; jRT=r; jAtt=ext; if :: probe -> jSt=REPLAYING :: else -> jSt=SPENDING; jWin=1 fi };
  atomic { CP;                                                          /* the head, when the connection stands */
    if :: SEE -> raw[0].gen=sGen; raw[0].rt=r; raw[0].att=ext; raw[0].sent=r; raw[0].held=0 :: else fi; ext=0 };
  atomic { CP;                                                          /* POST */
    assert(!refused[r] || DAMAGE);                                      /* nobody asks again */
    if :: probe -> assert(REPLAY!=1) :: else -> assert(openp[r]==0) fi; /* P1 */
    assert(got[r]==0 || pwl[r] || srv[got[r]]!=LIVE);                   /* its successor was read, and is unsaved */
    assert(!(salv[r] && nLoop==1));                  /* two salvages without a pause: a loop */
    openp[r]++;
    if
    :: nNet>0 -> nNet--; resp=A_NO; jSt=(probe -> DOUBT : NONE); openp[r]--; cool=1; lock=0; ext=1; goto call
    :: nBusy>0 -> nBusy--; resp=A_429; openp[r]--
    :: n5>0 -> n5--; if :: serve(r) :: true fi; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; n=0; resp=A_5
    :: true -> serve(r); if :: resp==A_FULL && nBad>0 -> nBad--; resp=A_RT :: resp==A_INV && nEcho>0 -> nEcho--; resp=A_ECHO :: true fi
    fi };
  atomic {                                                              /* bytes */
    if :: pw[p] -> goto died :: nCrash>0 && !pw[p] -> nCrash--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; goto died
       :: nNet>0 && !pw[p] -> nNet--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; n=0; resp=A_NO
       :: !pw[p] -> skip fi;
#ifdef R_RAW
    if :: resp!=A_NO && SEE -> raw[0].st=A_PART :: else fi
#endif
    };
  atomic {
    if :: pw[p] -> goto died :: nCrash>0 && !pw[p] -> nCrash--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; goto died
       :: nNet>0 && resp!=A_NO && !pw[p] -> nNet--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; n=0; resp=A_NO
       :: nNet>0 && resp==A_FULL && !pw[p] -> nNet--; resp=A_RT
       :: !pw[p] -> skip fi;
    if :: resp==A_FULL || resp==A_RT -> if :: got[r]==0 || srv[got[r]]!=LIVE -> got[r]=n :: else fi :: resp==A_INV || resp==A_ECHO -> refused[r]=1 :: else fi;
#ifdef R_RAW
    if :: resp!=A_NO && SEE -> raw[0].st=resp; raw[0].n=n; if :: VAULT -> pwl[r]=0 :: else fi :: VAULT && !SEE -> un=1; pwl[r]=1 :: else fi
#endif
    };
  atomic { CP;                                                          /* judge */
    if
    :: resp==A_FULL || resp==A_RT -> goto save
#ifndef R_ECHO
    :: resp==A_ECHO -> n=r; goto save
#else
    :: resp==A_ECHO -> resp=A_INV; goto inv
#endif
    :: resp==A_INV -> goto inv
    :: resp==A_429 -> jSt=(probe -> DOUBT : NONE); NOTED((probe -> REPLAYING : SPENDING)); cool=1; if :: SEE -> wipe(0) :: else fi
    :: resp==A_5 || resp==A_NO -> jSt=DOUBT; cool=1
    fi;
    lock=0; ext=1; goto call };
inv: 
#ifndef R_ORDER
  atomic { if :: SEE -> wipe(0) :: else fi };
#endif
  atomic { CP; if :: sRT!=r -> lock=0; goto call :: else fi; assert(srv[r]!=LIVE); jSt=JDEAD; PUB(VLOGIN); lock=0; goto idlelogin };
save:
#ifndef R_ORDER
  atomic { if :: SEE -> wipe(0) :: else fi };
#endif
  atomic { CP;
    if
    :: VAULT && !vUp -> 
         if :: SEE -> jSt=PARKED; slGen=sGen+1; slAT=(resp==A_FULL -> n : 0); slRT=sRT; slSt=OK; slOdd=0; lock=0; ext=2; if :: slAT!=0 -> goto idleok :: else -> goto idlediag fi
            :: else -> goto save fi                                     /* no place: the command stays */
    :: else fi;
    if
    :: sRT!=r || sTomb -> if :: SUCC(0) && SEE -> dispose(0); wipe(0) :: else -> if :: n==sRT :: n!=sRT && (sTomb||sLogin) -> revoke(n) :: else fi fi; lock=0; goto call
    :: else -> slOdd=1; store(n,resp==A_FULL)
    fi };
  atomic { CP; if :: SEE -> wipe(0) :: else fi; jSt=NONE; jGen=0; jRT=0 };
  atomic { CP; PUB(OK); tried=0; lock=0; goto call };
died: atomic { if :: lock==p+1 -> lock=0 :: else fi; pw[p]=0; ha[p]=0; r=0; n=0; k=0; rej=0; resp=0; ext=0; adv=0; tried=0; probe=0; un=0; goto call }
}

proctype user() {
  byte n,k,o,resp,nIn=LOGIN,nOut=LOGOUT,nT=TRIAL,c; byte p=2;
  do
  :: atomic { nIn+nOut+nT>0 && lock==0 && (!VAULT||vUp) -> lock=99; pw[2]=0;
       if :: nIn>0 -> nIn--; o=1 :: nOut>0 && !sTomb -> nOut--; o=2 :: nT>0 && !sTomb -> nT--; o=3 :: else -> lock=0; goto fin fi };
     atomic { CP; opened() };
     /* what was read goes first */
#ifdef R_FIRST
     atomic { CP; if :: SEE && SUCC(0) && PARENT(0) && LONE -> slOdd=1; store(raw[0].n,RS==A_FULL) :: SEE && SUCC(0) && !(PARENT(0) && LONE) -> dispose(0) :: else fi };
     atomic { CP; if :: SEE && SUCC(0) -> wipe(0); jSt=NONE; jGen=0 :: else fi };
#endif
     if
     :: atomic { o==1 -> mint(nextFam); nextFam++; slOdd=1; c=sRT; famOurs[fam[n]]=1 };
        atomic { if :: pw[2] -> revoke(n); goto died :: else fi; sGen++; sRT=n; sAT=n; sTag=n; sTomb=0; sLogin=1; curFam=fam[n]; cool=0; jSt=NONE; jGen=sGen; jRT=0; seq++ };
        atomic { CP; PUB(OK) };
        atomic { CP; revoke(c);
          if :: TF==1 && SEE && SUCC(1) -> if :: raw[1].n!=sRT -> revoke(raw[1].n) :: else fi; wipe(1); jTried=0 :: else fi; lock=0; n=0; c=0; o=0 }
     :: atomic { o==2 -> slOdd=1; c=sRT };
        atomic { CP; sGen++; sRT=0; sAT=0; sTag=0; sTomb=1; sLogin=0; jSt=NONE; jGen=sGen; jRT=0 };
        atomic { CP; PUB(TOMB) };
        atomic { if :: pw[2] -> goto died :: else fi; revoke(c); if :: TF==1 && SEE && SUCC(1) -> revoke(raw[1].n); wipe(1); jTried=0 :: else fi; lock=0; c=0; o=0 }
     :: atomic { o==3 -> if :: HELDT -> if :: cand==0 -> cand=sRT :: else fi :: else -> if :: cand==0 -> mint(nextFam); nextFam++; cand=n; n=0 :: else fi fi; famOurs[fam[cand]]=1;
          if
#ifdef R_AGAIN
          :: SEE && TF==1 && raw[1].sent==cand && SUCC(1) && STILL && (!HELDT || (sRT==raw[1].rt && sGen==raw[1].gen)) -> n=raw[1].n; resp=raw[1].st; goto tsave
#endif
          :: SEE && TF==1 && raw[1].sent==cand && SUCC(1) && (raw[1].n==sRT || openp[raw[1].n]>0) -> lock=0; o=0; goto fin   /* already that login */
          :: else fi;
          if :: openp[cand]>0 && (jTried!=cand || REPLAY==1 || refused[cand] || cand!=sRT && HELDT) -> lock=0; o=0; goto fin :: else fi };
        atomic { CP; seq++; bind(TF,sGen,sRT,seq,cand,HELDT) };
        atomic { CP; jTried=cand; jTatt=seq; if :: HELDT -> jGen=sGen; jRT=sRT; jAtt=seq; jSt=SPENDING :: else fi };
        atomic { CP;
          assert(!(TF==1 && SUCC(1) && raw[1].sent==cand));
          assert(got[cand]==0 || pwl[cand] || srv[got[cand]]!=LIVE);
          openp[cand]++; serve(cand);
          if :: nNet>0 -> nNet--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; n=0; resp=A_NO :: true fi };
        atomic { if :: pw[2] -> goto died :: nCrash>0 && !pw[2] -> nCrash--; if :: n!=0 -> famLost[fam[n]]=1 :: else fi; goto died :: !pw[2] -> skip fi;
          if :: SEE && resp!=A_NO -> raw[TF].st=resp; raw[TF].n=n :: else fi;
          if :: resp==A_FULL -> got[cand]=n :: resp==A_INV -> refused[cand]=1 :: else fi };
        if
        :: atomic { resp==A_FULL -> skip };
tsave:     atomic { CP; slOdd=1; c=sRT; sGen++; sRT=n; sAT=n; sTag=n; sTomb=0; sLogin=1; curFam=fam[n]; jSt=NONE; jGen=sGen; jRT=0; cool=0 };
           atomic { CP; PUB(OK) };
           atomic { CP; if :: c!=cand && c!=0 -> revoke(c) :: else fi; wipe(TF); jTried=0; lock=0; n=0; c=0; o=0; resp=0 }
        :: atomic { else -> if :: HELDT -> jSt=(resp==A_INV -> JDEAD : DOUBT) :: else fi; lock=0; n=0; o=0; resp=0; slOdd=1 }
        fi
     fi
  :: atomic { nIn+nOut+nT==0 -> break }
  od;
  goto fin;
died: atomic { if :: lock==99 -> lock=0 :: else fi; pw[2]=0; if :: o==1 -> nIn=0 :: o==2 -> if :: sTomb -> famLost[fam[c]]=1 :: else fi :: else fi; n=0; k=0; c=0; resp=0; o=0; slOdd=1;
  if :: nT>0 -> skip :: else -> nIn=0; nOut=0 fi };
  if :: nT>0 -> atomic { lock==0 && !sTomb && (!VAULT||vUp) -> lock=99; nT=1; nIn=0; nOut=0; lock=0 }; goto again :: else fi;
  goto fin;
again: atomic { nT>0 && lock==0 && !sTomb -> lock=99; nT=0; pw[2]=0 };
  atomic { opened();
    if :: SEE && TF==1 && raw[1].sent==cand && cand!=0 && SUCC(1) && STILL && (!HELDT || (raw[1].gen==sGen && raw[1].rt==sRT)) ->
#ifdef R_AGAIN
      c=sRT; sGen++; sRT=raw[1].n; sAT=sRT; sTag=sRT; sLogin=1; curFam=fam[sRT]; jSt=NONE; jGen=sGen; jRT=0; if :: c!=cand -> revoke(c) :: else fi; wipe(1); jTried=0; PUB(OK); c=0
#else
      if :: REPLAY!=1 -> assert(got[cand]==0 || pwl[cand] || srv[got[cand]]!=LIVE) :: else fi
#endif
    :: else -> if :: cand!=0 && got[cand]!=0 && REPLAY!=1 && openp[cand]>0 -> assert(pwl[cand] || srv[got[cand]]!=LIVE || got[cand]==sRT || openp[got[cand]]>0) :: else fi fi;
    lock=0 };
fin: skip
}
proctype foreign() {
  byte x,n,k,resp;
  if
  :: atomic { sRT!=0 -> x=sRT; serve(x) }; atomic { if :: resp==A_FULL && !sTomb -> sRT=n; curFam=fam[n]; if :: x==1 -> skip :: else fi :: else -> if :: n!=0 -> famLost[fam[n]]=1 :: else fi fi; x=0 }
  :: atomic { FOREIGN>1 && !sTomb -> mint(nextFam); nextFam++; sRT=n; curFam=fam[n]; famOurs[curFam]=1 }
  :: atomic { FOREIGN>2 && !sTomb && sRT!=1 -> sRT=1 }
  :: true
  fi; n=0; resp=0
}
inline tear(f_) {
  if
  :: true                                                               /* all of it had reached the disk */
  :: raw[f_].st!=0 -> raw[f_].st=A_PART; raw[f_].n=0
  :: true -> raw[f_].st=0; raw[f_].n=0
  :: old[f_].st!=0 -> raw[f_].st=old[f_].st; raw[f_].n=old[f_].n; raw[f_].gen=old[f_].gen; raw[f_].rt=old[f_].rt; raw[f_].att=old[f_].att; raw[f_].sent=old[f_].sent; raw[f_].held=old[f_].held
#ifndef R_SEED
  :: old[f_].st!=0 && raw[f_].gen!=0 -> raw[f_].st=old[f_].st; raw[f_].n=old[f_].n      /* new head, old body */
#endif
  fi; old[f_].st=0; old[f_].n=0; old[f_].gen=0; old[f_].rt=0; old[f_].att=0; old[f_].sent=0; old[f_].held=0 }
proctype env() {
  byte k;
end_e: do
  :: atomic { cool || nLoop>0 -> cool=0; nLoop=0 }
  :: atomic { nAge>0 -> nAge--; jWin=0; k=1; do :: k<nextRT -> if :: age[k]<2 -> age[k]++ :: else fi; k++ :: else -> k=0; break od; if :: true -> k=1; do :: k<nextRT -> gopen[k]=0; k++ :: else -> k=0; break od :: true fi }
  :: atomic { nRev>0 && sAT!=0 -> nRev--; atDead[sAT]=1 }
  :: atomic { nVD>0 && vUp -> nVD--; vUp=0 }
  :: atomic { !vUp -> vUp=1 }
  :: atomic { nPG>0 && VAULT && raw[0].gen!=0 -> nPG--; pwl[raw[0].rt]=1; if :: RS!=0 -> famLost[fam[raw[0].rt]]=1 :: else fi; raw[0].st=0; raw[0].n=0; raw[0].gen=0; raw[0].rt=0; raw[0].att=0 }
  :: atomic { nDam>0 && lock==0 -> nDam--; jBad=1; jSt=NONE; jGen=0; jRT=0; jAtt=0; slOdd=1 }
  :: atomic { nPow>0 -> nPow--; if :: jNote!=0 && (jSt==NONE || jSt==DOUBT) && jRT==sRT && jGen==sGen -> jSt=jNote :: true fi; jNote=0; lock=0; pw[0]=1; pw[1]=1; pw[2]=1; slOdd=1; slSt=EMPTY; slGen=0; slAT=0; slRT=0; slRej=0;
       k=1; do :: k<nextRT -> pwl[k]=1; refused[k]=0; famLost[fam[k]]=1; k++ :: else -> k=0; break od;
       if :: VAULT -> raw[0].st=0; raw[0].n=0; raw[0].gen=0; raw[0].rt=0; raw[0].att=0; raw[1].st=0; raw[1].n=0 ;if :: jSt==PARKED -> jSt=DOUBT :: else fi :: else -> tear(0); tear(1) fi }
  od
}
proctype monitor() {
  byte q;
  timeout -> atomic {
    assert(lock==0);
    do :: q<NP -> assert(pst[q]!=BUSY);
       if :: pst[q]==I_OK -> assert(age[ha[q]]<2 && !atDead[ha[q]]); assert(!sTomb)
          :: pst[q]==I_LOGIN -> assert(sTomb || srv[sRT]!=LIVE || exempt[sRT]);
               assert(sTomb || got[sRT]==0 || srv[got[sRT]]!=LIVE || pwl[sRT])
          :: pst[q]==I_DIAG -> assert(jSt==PARKED && BLIND)
       fi; q++
    :: else -> break od;
    q=1; do :: q<nextRT ->
         assert(!(sTomb && srv[q]==LIVE && famOurs[fam[q]] && !famLost[fam[q]] && q!=cand && openp[q]==0 && fam[q]<=curFam && !(TF==1 && raw[1].n==q)));   /* alive after logout */
         q++ :: else -> break od;
    assert(!(sTomb && SUCC(0)));                                        /* a token left behind on the disk */
  } }
init { atomic { srv[1]=LIVE; fam[1]=1; famOurs[1]=1; age[1]=1; pvis[0]=1; pvis[2]=1; pvis[1]=!BLIND;
  run client(0); run client(1);
  if :: LOGIN+LOGOUT+TRIAL>0 -> run user() :: else fi;
  if :: FOREIGN>0 -> run foreign() :: else fi;
  run env(); run monitor() } }
