/* Pawl fleet protocol (PROTOCOL.md). One profile, NH hosts (one worker each: the kernel lock queues the rest), a user, a provider,
 * one record in a linearizable store. Each F_ macro is one rule; -DFIXED switches all on, -DX_NAME takes one out again.
 * Every atomic{} is one step; CP = the host may crash here (disk stays, memory is gone). SIGSTOP/suspend = interleaving.
 * Time: lst[h] = the holder's own deadline passed; sst = 0 claim in time, 1 past `until`, 2 quarantine over. The macros
 * OK01/OK12 say when the two may tick: they are what a clock rule buys. AT and RT of one grant share one id. */
#ifdef FIXED
# ifndef X_NONCE
#  define F_NONCE      /* a claim is mine only if it carries the nonce of this attempt, in this process */
# endif
# ifndef X_LOSTCLAIM
#  define F_LOSTCLAIM  /* claim not answered: no POST until a read shows my nonce */
# endif
# ifndef X_BEFORE
#  define F_BEFORE     /* deadline counted from before the claim was sent, by clocks that do not stand still */
# endif
# ifndef X_CHECK
#  define F_CHECK      /* deadline checked immediately before the first byte */
# endif
# ifndef X_DOUBT
#  define F_DOUBT      /* an expired claim becomes DOUBT, never free */
# endif
# ifndef X_QUAR
#  define F_QUAR       /* quarantine between expiry and replay */
# endif
# ifndef X_OBS
#  define F_OBS        /* quarantine also counted by the replayer's own clock, >= ttl + pause */
# endif
# ifndef X_LOOK
#  define F_LOOK       /* last look: the record is read after the connection stands; only an unchanged claim POSTs */
# endif
# ifndef X_JPAIR
#  define F_JPAIR      /* the pair is forced to the host's journal before the save */
# endif
# ifndef X_PUTFIRST
#  define F_PUTFIRST   /* a host that holds an unsaved pair claims nothing before it is resolved */
# endif
# ifndef X_JSPEND
#  define F_JSPEND     /* host journal: SPENDING(nonce) forced before the first byte */
# endif
# ifndef X_SAVEFP
#  define F_SAVEFP     /* a pair is saved wherever its parent is stored, whoever holds the claim */
# endif
# ifndef X_SAVEDEAD
#  define F_SAVEDEAD   /* ... also over DEAD */
# endif
# ifndef X_TOMB
#  define F_TOMB       /* ... never over a tombstone */
# endif
# ifndef X_LINEAGE
#  define F_LINEAGE    /* ... and a pair is revoked only over a tombstone or another lineage, else discarded */
# endif
# ifndef X_LATER
#  define F_LATER      /* the pair of a later attempt replaces the unspent pair of an earlier attempt at the same parent */
# endif
# ifndef X_VERFENCE
#  define F_VERFENCE   /* invalid_grant written only over my own claim */
# endif
# ifndef X_BACKFENCE
#  define F_BACKFENCE  /* "not sent" taken back only from my own claim */
# endif
# ifndef X_BACK1
#  define F_BACK1      /* REPLAYING goes back to DOUBT, not to IDLE */
# endif
# ifndef X_RING
#  define F_RING       /* fingerprints of spent tokens stand in the record */
# endif
# ifndef X_QDOUBT
#  define F_QDOUBT     /* the quarantine begins with the write of DOUBT, not with `until` */
# endif
# ifndef X_REVOKE
#  define F_REVOKE     /* a late pair over a tombstone or another lineage is revoked */
# endif
# ifndef X_UNDOUBT
#  define F_UNDOUBT    /* a doubt about one attempt that this host's journal proves unsent is taken back */
# endif
# ifndef X_OWNDEAD
#  define F_OWNDEAD    /* the host itself ends the claim of its own dead process at once */
# endif
#endif
#ifndef NH
#define NH 2
#endif
#ifndef POLICY
#define POLICY 0       /* 0 STRICT_FAMILY 1 GRACE_SAME 2 STRICT_REJECT 3 GRACE_SIBLING 4 GRACE_LATEST_WINS */
#endif
#ifndef REPLAY
#define REPLAY 0       /* 0 unknown 1 never 2 window */
#endif
#ifndef CRASH
#define CRASH 0
#endif
#ifndef KILL
#define KILL 0         /* host 0 may die for good */
#endif
#ifndef ST
#define ST 0           /* store errors: not applied, or applied and answer lost */
#endif
#ifndef DEL
#define DEL 0          /* a write is applied after its sender gave up */
#endif
#ifndef NET
#define NET 0          /* request refused / lost, answer lost */
#endif
#ifndef LATE
#define LATE 0
#endif
#ifndef EXPY
#define EXPY 0         /* expiries while the holder lives */
#endif
#ifndef AGE
#define AGE 1
#endif
#ifndef LOGIN
#define LOGIN 0
#endif
#ifndef LOGOUT
#define LOGOUT 0
#endif
#ifndef IMPORT
#define IMPORT 0       /* a backup with a spent token is logged in on some host */
#endif
#define MAXRT 9
#define MAXN 16
#define LIVE 1
#define USED 2
#define DEADRT 3
#define IDLE 0
#define SPENDING 1
#define DOUBT 2
#define REPLAYING 3
#define DEAD 4
#define TOMB 5
#define JN 0
#define JS 1
#define JP 2
#define R_OK 1
#define R_INV 2
#define R_NEVER 3
#define R_LOST 4
#define C_OK 1
#define C_CONF 2
#define C_LOST 3
byte nCrash=CRASH, nKill=KILL, nSt=ST, nDel=DEL, nNet=NET, nLate=LATE, nExp=EXPY, nAge=AGE;
/* provider */
byte srv[MAXRT], fam[MAXRT], succ[MAXRT], age[MAXRT]; bool gopen[MAXRT];
byte nextRT=2, nextFam=2, nextN=1, late;
/* the record */
byte ver, gen=1, rrt=1, rs, rown, rn, ratt, rpar, rpatt, rlin=1; bool ring[MAXRT];
byte sst;
/* a write still under way */
bool dOn; byte dV, dS, dG, dR, dO, dN, dA, dP, dPA, dL;
/* hosts: disk */
byte jSt[NH], jR[NH], jP[NH], jL[NH], jA[NH], jN[NH]; bool uns[MAXN];
/* hosts: memory that time needs */
byte cur[NH]; byte curR[NH]; bool lst[NH], gap[NH]; bool busy[NH], gone[NH];
/* ghosts */
byte pres[MAXRT], lastAtt[MAXRT]; bool quar[NH], got[MAXRT], longp;

inline killfam(f) { k=1; do :: k<nextRT -> if :: fam[k]==f && srv[k]!=0 -> srv[k]=DEADRT :: else fi; k++ :: else -> k=0; break od }
#ifdef TOKREV
#define revoke(x) srv[x]=DEADRT      /* revocation reaches the one token only */
#else
#define revoke(x) killfam(fam[x])
#endif
#ifdef F_REVOKE
#define REVOKEX true
#else
#define REVOKEX false
#endif
inline mint(f) { assert(nextRT<MAXRT); n=nextRT; nextRT++; srv[n]=LIVE; fam[n]=f }
inline serve(x) {
  if
  :: srv[x]==LIVE -> srv[x]=USED; mint(fam[x]); succ[x]=n; gopen[x]=1; resp=R_OK
  :: srv[x]==USED && POLICY==1 && gopen[x] && srv[succ[x]]==LIVE -> n=succ[x]; resp=R_OK
  :: srv[x]==USED && POLICY==3 && gopen[x] -> mint(fam[x]); resp=R_OK
  :: srv[x]==USED && POLICY==4 && gopen[x] && srv[succ[x]]==LIVE -> srv[succ[x]]=DEADRT; mint(fam[x]); succ[x]=n; resp=R_OK
  :: srv[x]==USED && POLICY==2 -> resp=R_INV
  :: srv[x]==USED && POLICY!=2 && !(POLICY==1 && gopen[x] && srv[succ[x]]==LIVE) && !(POLICY==3 && gopen[x]) && !(POLICY==4 && gopen[x] && srv[succ[x]]==LIVE) -> killfam(fam[x]); resp=R_INV
  :: srv[x]==DEADRT || srv[x]==0 -> resp=R_INV
  fi }
/* write the record: P5 and "never overwrites a login" are asserted here for all writes of workers */
inline put(S_,G_,R_,O_,N_,A_,P_,PA_,L_) {
  assert((rs!=TOMB && rlin==L_) || S_==TOMB || L_>rlin);   /* P2, P5: no worker writes over a tombstone or another login */
  rs=S_; gen=G_; rrt=R_; rown=O_; rn=N_; ratt=A_; rpar=P_; rpatt=PA_; rlin=L_; ver++;
  if :: S_==DOUBT -> if :: sst==0 -> sst=1 :: else fi :: else -> sst=0 fi }
/* compare-and-set with every fate of the wire */
inline cas(V_,S_,G_,R_,O_,N_,A_,P_,PA_,L_) {
  if
  :: ver==V_ -> put(S_,G_,R_,O_,N_,A_,P_,PA_,L_); c=C_OK
  :: ver==V_ && nSt>0 -> nSt--; put(S_,G_,R_,O_,N_,A_,P_,PA_,L_); c=C_LOST
  :: ver!=V_ -> c=C_CONF
  :: nSt>0 -> nSt--; c=C_LOST
  :: ver==V_ && nDel>0 && !dOn -> nDel--; dOn=1; dV=V_; dS=S_; dG=G_; dR=R_; dO=O_; dN=N_; dA=A_; dP=P_; dPA=PA_; dL=L_; c=C_LOST
  fi }
#ifdef NOEXC
#define LONGP false
#else
#define LONGP longp
#endif
#define CP  if :: nCrash>0 -> nCrash--; goto died :: true fi
#define MAYREPLAY ((REPLAY==0 && age[rrt]==2) || (REPLAY==2 && (gopen[rrt] || age[rrt]==2)))
#ifdef F_QUAR
#define QOK (sst==2)
#else
#define QOK true
#endif
#ifdef F_PUTFIRST
#define FREE (jSt[h]!=JP)
#else
#define FREE true
#endif

#ifdef F_SAVEFP
#define SAVEANY true
#else
#define SAVEANY false
#endif
#ifdef F_TOMB
#define TOMBANY false
#else
#define TOMBANY true
#endif
#ifdef F_SAVEDEAD
#define DEADANY true
#else
#define DEADANY false
#endif

proctype host(byte h) {
  byte v, r, ln, at, n, resp, k, c, s; bool rep, hv;
idle: atomic { v=0; r=0; ln=0; at=0; n=0; resp=0; k=0; c=0; s=0; rep=0; hv=0; cur[h]=0; curR[h]=0; lst[h]=0; quar[h]=0; busy[h]=0 };
end_idle: if
  :: atomic { jSt[h]==JP -> busy[h]=1; n=jP[h]; r=jR[h]; ln=jL[h]; at=jA[h]; goto save }           /* unsaved pair of this host */
  :: atomic { nCrash>0 && jSt[h]==JP -> nCrash--; goto died }
#ifdef F_NONCE
#ifdef F_OWNDEAD
  :: atomic { (rs==SPENDING || rs==REPLAYING) && rown==h ->                                   /* my dead process's claim */
       busy[h]=1; v=ver; r=rrt; ln=rlin; at=ratt; s=rs; cur[h]=0;
       if :: uns[rn] -> goto back0 :: else -> goto todoubt fi }
#else
  :: atomic { (rs==SPENDING || rs==REPLAYING) && rown==h && sst>=1 -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=ratt; s=rs; goto todoubt }
#endif
#else
  :: atomic { (rs==SPENDING || rs==REPLAYING) && rown==h && FREE -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=ratt; rep=(rs==REPLAYING); cur[h]=rn; curR[h]=rrt; goto won }
#endif
  :: atomic { (rs==SPENDING || rs==REPLAYING) && rown!=h && sst>=1 -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=ratt; s=rs; goto todoubt }
#ifdef F_UNDOUBT
  :: atomic { rs==DOUBT && rown==h && ratt==1 && rn!=0 && uns[rn] -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=1; s=SPENDING; goto back0 }
#endif
  :: atomic { FREE && rs==IDLE && age[rrt]>=1 -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=1; rep=0; goto claim }
  :: atomic { FREE && rs==DOUBT && QOK && MAYREPLAY -> busy[h]=1; v=ver; r=rrt; ln=rlin; at=ratt+1; rep=1; quar[h]=1; goto claim }
  fi;
claim: atomic { CP;
    assert(jSt[h]!=JP || jR[h]!=rrt || rs==TOMB || ver!=v);      /* P2: we are about to forget an unsaved pair whose parent is stored */
    assert(nextN<MAXN); cur[h]=nextN; nextN++; curR[h]=r; lst[h]=0; uns[cur[h]]=1; jSt[h]=JN };
  atomic { CP; if :: rep -> cas(v,REPLAYING,gen,r,h,cur[h],at,rpar,rpatt,ln) :: else -> cas(v,SPENDING,gen,r,h,cur[h],at,rpar,rpatt,ln) fi;
    if
    :: c==C_OK -> v=ver
#ifndef W_EPOCH
    :: c==C_CONF -> goto idle
#else
    :: c==C_CONF -> skip          /* weaker rule: a claim with my owner and epoch is taken for mine */
#endif
    :: c==C_LOST ->
#ifdef F_LOSTCLAIM
       skip
#else
       v=v+1; goto won
#endif
    fi };
  if
  :: atomic { c==C_OK -> c=0 }
#ifdef W_EPOCH
#define MINE ((rs==SPENDING || rs==REPLAYING) && rown==h)
#else
#define MINE ((rs==SPENDING || rs==REPLAYING) && rn==cur[h])
#endif
  :: atomic { c!=C_OK && MINE -> c=0; v=ver }        /* did my claim win? read again */
  :: atomic { c!=C_OK && !MINE -> goto idle }
  :: atomic { c!=C_OK && lst[h] -> goto idle }                                               /* the store stays away */
  fi;
won: atomic { CP;
#ifdef F_JSPEND
    uns[cur[h]]=0; jSt[h]=JS; jN[h]=cur[h]; jR[h]=r
#endif
    };
#ifdef F_LOOK
  atomic { CP; if :: ver!=v -> goto idle0 :: else -> gap[h]=1 fi };
#endif
  atomic { CP;
#ifdef F_CHECK
    if :: lst[h] -> gap[h]=0; goto notsent :: else fi;
    gap[h]=1
#endif
    };
  atomic { CP; gap[h]=0;                                                                     /* first byte */
    if
    :: nNet>0 -> nNet--; resp=R_NEVER
    :: true ->
       assert(LONGP || pres[r]==0 || (rep && quar[h]));            /* P1 */
       assert(LONGP || at>lastAtt[r]);                             /* P1: and in the order of the claims */
       assert(!(rep && REPLAY==1));
#ifdef CHKKILL
       k=0; do :: k<NH -> assert(!(rep && jSt[k]==JP && jR[k]==r)); k++ :: else -> k=0; break od;
#endif
       pres[r]++; lastAtt[r]=at;
       if
       :: nNet>0 -> nNet--; resp=R_LOST
       :: nLate>0 && late==0 -> nLate--; late=r; resp=R_LOST
       :: true -> serve(r)
       fi
    fi };
  atomic { CP;                                                                               /* answer */
    if :: nNet>0 && (resp==R_OK || resp==R_INV) -> nNet--; resp=R_LOST; n=0 :: true fi;
    if
    :: resp==R_OK -> got[n]=1; hv=1;
#ifdef F_JPAIR
       jSt[h]=JP; jP[h]=n; jR[h]=r; jL[h]=ln; jA[h]=at;
#endif
       goto save
    :: resp==R_INV -> goto verdict
    :: resp==R_NEVER -> goto notsent
    :: resp==R_LOST -> s=(rep -> REPLAYING : SPENDING);
       if
#ifdef DIRECT
       :: REPLAY==2 && !rep && gopen[r] && ver==v && !lst[h] -> rep=1; at=at+1; quar[h]=1; jSt[h]=JN; goto claim
#else
       :: REPLAY==2 && !rep && gopen[r] && ver==v && !lst[h] -> goto window
#endif
       :: else -> goto todoubt fi
    fi };
window: atomic { CP;                                      /* rule 13: the holder itself, its first POST is over: a doubt of its own, then the next claim */
    cas(v,DOUBT,gen,r,h,cur[h],at,rpar,rpatt,ln);
    if :: c==C_OK -> c=0; v=ver; rep=1; at=at+1; quar[h]=1; jSt[h]=JN; goto claim :: else -> c=0; goto todoubt fi };
save: atomic { CP;
    if
    :: rrt==r && rlin==ln && (SAVEANY || ((rs==SPENDING || rs==REPLAYING) && cur[h]!=0 && rn==cur[h])) && (TOMBANY || rs!=TOMB) && (DEADANY || rs!=DEAD) -> v=ver
    :: rrt==n -> jSt[h]=JN; goto idle                                                         /* stored already, or the same */
#ifdef F_LATER
    :: rpar==r && rpatt<at && rlin==ln && rrt!=n && rs!=TOMB -> v=ver
#endif
    :: else ->                                                                               /* parent gone */
#ifdef F_LINEAGE
       if :: REVOKEX && (rs==TOMB || rlin!=ln) -> revoke(n)
          :: else -> skip fi;
#else
       assert(rs==TOMB || fam[rrt]!=fam[n] || srv[rrt]!=LIVE);     /* P2: we kill the stored newer token */
       revoke(n);
#endif
       assert(rs==TOMB || rlin!=ln || rrt!=r);                     /* P2: pair thrown away while its parent is stored */
       jSt[h]=JN; goto idle
    fi };
  atomic { CP; 
    assert(ver!=v || rrt==r || (rpar==r && rpatt<at));             /* P2 */
    cas(v,IDLE,gen+1,n,0,0,0,r,at,ln);
    if :: c==C_OK -> ring[r]=1; jSt[h]=JN; goto idle :: else -> c=0; goto save fi };
verdict: atomic { CP;
#ifdef F_VERFENCE
    if :: !((rs==SPENDING || rs==REPLAYING) && rn==cur[h]) -> jSt[h]=JN; goto idle :: else -> v=ver fi
#else
    v=ver
#endif
    };
  atomic { CP;
#ifdef F_VERFENCE
    if :: ver==v -> assert(srv[r]!=LIVE) :: else fi;
    cas(v,DEAD,gen,r,0,0,ratt,rpar,rpatt,ln);
#else
    if :: ver==v -> assert(rs==TOMB || srv[rrt]!=LIVE) :: else fi;                              /* P3 */
    cas(v,(rs==TOMB -> TOMB : DEAD),gen,rrt,0,0,ratt,rpar,rpatt,rlin);
#endif
    if :: c==C_OK -> jSt[h]=JN; goto idle :: else -> c=0; goto verdict fi };
idle0: atomic { v=0; uns[cur[h]]=1; jSt[h]=JN; goto notsent };
notsent: atomic { CP; jSt[h]=JN; uns[cur[h]]=1; s=(rep -> REPLAYING : SPENDING) };                /* proven not sent */
back0: atomic { CP;
#ifdef F_BACKFENCE
    if
    :: (rs==SPENDING || rs==REPLAYING) && uns[rn] && rown==h -> v=ver; s=rs
    :: rs==DOUBT && ratt==1 && uns[rn] && rown==h -> v=ver; s=SPENDING                        /* the doubt is about this attempt alone */
    :: else -> goto idle
    fi
#else
    if :: rrt==r && rs!=IDLE && rs!=TOMB && rs!=DEAD -> v=ver :: else -> goto idle fi
#endif
    };
  atomic { CP;
    if
#ifdef F_BACK1
    :: s==REPLAYING -> cas(v,DOUBT,gen,r,rown,0,ratt-1,rpar,rpatt,ln)
#else
    :: s==REPLAYING -> cas(v,IDLE,gen,r,0,0,0,rpar,rpatt,ln)
#endif
    :: else -> cas(v,IDLE,gen,r,0,0,0,rpar,rpatt,ln)
    fi;
    if :: c==C_OK || c==C_CONF -> goto idle :: else -> c=0; goto back0 fi };
todoubt: atomic { CP;
    if :: cur[h]!=0 && !((rs==SPENDING || rs==REPLAYING) && rn==cur[h]) -> jSt[h]=JN; goto idle
       :: cur[h]!=0 && ((rs==SPENDING || rs==REPLAYING) && rn==cur[h]) -> v=ver
       :: else fi };
  atomic { CP;
#ifdef F_DOUBT
    cas(v,DOUBT,gen,r,rown,rn,ratt,rpar,rpatt,ln);
#else
    cas(v,IDLE,gen,r,0,0,0,rpar,rpatt,ln);
#endif
    if :: c==C_OK || cur[h]==0 || c==C_CONF -> if :: jSt[h]!=JP -> jSt[h]=JN :: else fi; goto idle :: else -> c=0; goto todoubt fi };
died: atomic {
    assert(!hv || jSt[h]==JP || rrt==n || rs==TOMB || rlin!=ln || rrt!=r || (ver==v+1 && dOn));   /* P2: received, not on disk, not stored */
    gap[h]=0; v=0; r=0; ln=0; at=0; n=0; resp=0; k=0; c=0; s=0; rep=0; hv=0; cur[h]=0; curR[h]=0; lst[h]=0; quar[h]=0;
    if :: goto idle
       :: nKill>0 && h==0 -> nKill--; gone[h]=1; busy[h]=0 fi };
end_gone: false
}
proctype user() {
  byte v, n, k, c, old, oldf, ol, nIn=LOGIN, nOut=LOGOUT, nImp=IMPORT;
  do
  :: atomic { nIn>0 -> nIn--; mint(nextFam); ol=nextFam; nextFam++; got[n]=1 };
li:  atomic { v=ver; old=rrt };
     atomic { cas(v,IDLE,gen+1,n,0,0,0,0,0,ol); if :: c==C_OK -> skip :: c!=C_OK && rrt==n -> skip :: else -> c=0; goto li fi; c=0 };
     atomic { if :: fam[old]!=fam[n] -> revoke(old) :: else fi; old=0; n=0; v=0; ol=0 }
  :: atomic { nOut>0 && rs!=TOMB -> nOut-- };
lo:  atomic { if :: rs==TOMB -> v=0; goto nx :: else -> v=ver; old=rrt; ol=rlin fi };
     atomic { cas(v,TOMB,gen+1,old,0,0,0,0,0,ol); if :: c==C_OK -> skip :: c!=C_OK && rs==TOMB -> skip :: else -> c=0; goto lo fi; c=0 };
     atomic { if :: fam[old]!=0 -> revoke(old) :: else fi; old=0; v=0; ol=0 }
  :: atomic { nImp>0 && rs==IDLE && rrt>1 && fam[rrt]==1 -> nImp--; v=ver };      /* a backup brings token 1 back */
#ifdef F_RING
     atomic { if :: ring[1] -> v=0; goto nx :: else fi };
#endif
     atomic { if :: ver==v -> ol=nextFam; nextFam++; put(IDLE,gen+1,1,0,0,0,0,0,ol); age[1]=1 :: else fi; v=0; ol=0 }
  :: atomic { true -> nIn=0; nOut=0; nImp=0; break }
nx: skip
  od
}
#define HELD (rown<NH && cur[rown]==rn && rn!=0 && !lst[rown])
#if !defined(F_BEFORE) || defined(CLOCKLIE)
#define LOOSE                        /* the store may call a claim expired while its holder believes it in time */
#endif
#if NH>2
#define GAPS (gap[0]||gap[1]||gap[2])
#define LIVEATT ((curR[0]==rrt && !lst[0] && cur[0]==rn) || (curR[1]==rrt && !lst[1] && cur[1]==rn) || (curR[2]==rrt && !lst[2] && cur[2]==rn))
#else
#define GAPS (gap[0]||gap[1])
#define LIVEATT ((curR[0]==rrt && !lst[0] && cur[0]==rn) || (curR[1]==rrt && !lst[1] && cur[1]==rn))
#endif
#ifdef F_OBS
# ifdef FROZEN        /* host clocks stood still, observed by nobody */
#  define OK12 (!GAPS)
# else
#  define OK12 (!GAPS && !LIVEATT)
# endif
#else
# define OK12 (!GAPS)
#endif
#ifdef F_QDOUBT
#define QFROM (rs==DOUBT)
#else
#define QFROM (rs==SPENDING || rs==REPLAYING || rs==DOUBT)
#endif
proctype env() {
  byte n, k, resp;
end_e: do
  :: atomic { nExp>0 && cur[0]!=0 && !lst[0] -> nExp--; lst[0]=1 }
  :: atomic { nExp>0 && cur[1]!=0 && !lst[1] -> nExp--; lst[1]=1 }
#if NH>2
  :: atomic { nExp>0 && cur[2]!=0 && !lst[2] -> nExp--; lst[2]=1 }
#endif
  :: atomic { (rs==SPENDING || rs==REPLAYING) && sst==0 && !HELD -> sst=1 }
#ifdef LOOSE
  :: atomic { (rs==SPENDING || rs==REPLAYING) && sst==0 && HELD && nExp>0 -> nExp--; sst=1 }
#endif
  :: atomic { QFROM && sst==1 && OK12 -> sst=2 }
#ifdef PAUSE_LONG
  :: atomic { QFROM && sst==1 && GAPS -> sst=2; longp=1 }
#endif
  :: atomic { nAge>0 -> nAge--; k=1; do :: k<nextRT -> if :: age[k]<2 -> age[k]++ :: else fi; gopen[k]=0; k++ :: else -> k=0; break od }
  :: atomic { dOn -> dOn=0; if :: ver==dV -> rs=dS; gen=dG; rrt=dR; rown=dO; rn=dN; ratt=dA; rpar=dP; rpatt=dPA; rlin=dL; ver++; sst=(dS==DOUBT -> 1 : 0); if :: dS==IDLE && dP!=0 -> ring[dP]=1 :: else fi :: else fi;
       dV=0; dS=0; dG=0; dR=0; dO=0; dN=0; dA=0; dP=0; dPA=0; dL=0 }
  :: atomic { late!=0 -> serve(late); late=0; n=0; resp=0 }
  od
}
proctype monitor() {
  byte q, k;
end_m: timeout -> atomic {
  if :: rs==SPENDING || rs==REPLAYING -> assert(false) :: else fi;                             /* P4 */
  if :: rs==DOUBT -> assert(!MAYREPLAY) :: else fi;                                              /* P4 */
  if :: rs==IDLE -> assert(age[rrt]==0) :: else fi;                                              /* P4 */
  do
  :: q<NH ->
     assert(!busy[q]);                                                                         /* P4: nobody is stuck */
     if :: !gone[q] -> assert(jSt[q]!=JP) :: else fi;                                              /* P2: no pair left lying */
     q++
  :: else -> q=0; break
  od;
  if :: rs==DEAD -> assert(srv[rrt]!=LIVE) :: else fi;                                           /* P3 */
#ifndef NOWIN
  if :: rs==DEAD || rs==IDLE && srv[rrt]!=LIVE ->                                               /* a login that was lost though a host had the live pair */
        k=1; do :: k<nextRT -> assert(!(got[k] && srv[k]==LIVE && fam[k]==fam[rrt] && !(gone[0] && jSt[0]==JP && jP[0]==k))); k++ :: else -> k=0; break od
     :: else fi;
#endif
  if :: rs==TOMB -> k=1; do :: k<nextRT -> assert(!(got[k] && srv[k]==LIVE && fam[k]==rlin && !(gone[0] && jSt[0]==JP && jP[0]==k))); k++ :: else -> k=0; break od :: else fi  /* P5 */
  }
}
init { atomic { srv[1]=LIVE; fam[1]=1; age[1]=1; rown=NH;
  run host(0); run host(1);
#if NH>2
  run host(2);
#endif
  if :: LOGIN+LOGOUT+IMPORT>0 -> run user() :: else fi;
  run env(); run monitor() } }
