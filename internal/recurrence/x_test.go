package recurrence
import ("testing";"time";"github.com/libmeet/meeting";"os";"path/filepath";"strings";"errors")
func TestAllZones(t *testing.T){
 var names []string
 filepath.WalkDir("/usr/share/zoneinfo", func(p string, d os.DirEntry, e error) error {
  if e==nil && !d.IsDir() { n:=strings.TrimPrefix(p,"/usr/share/zoneinfo/"); if !strings.HasPrefix(n,"right/")&&!strings.HasPrefix(n,"posix/") {names=append(names,n)} }
  return nil })
 z,bad,badw,n:=0,0,0,0
 for _, name := range names {
  loc,err:=time.LoadLocation(name); if err!=nil {continue}
  zone := meeting.Zone(name); _, zerr := zone.Location()
  z++
  tt:=time.Date(1970,1,1,0,0,0,0,time.UTC).In(loc)
  for { _,e:=tt.ZoneBounds(); if e.IsZero()||e.Year()>2038 {break}
   for d:=-30*time.Hour; d<=30*time.Hour; d+=15*time.Minute {
    wall:=wallOf(e.Add(-time.Second),loc).Add(time.Second).Add(d)
    // brute: all offsets seen within 72h
    var brute []time.Time
    seen:=map[int]bool{}
    for p:=-36*time.Hour;p<=36*time.Hour;p+=15*time.Minute { _,o:=wall.Add(p).In(loc).Zone(); if seen[o]{continue}; seen[o]=true; g:=wall.Add(-time.Duration(o)*time.Second); if wallOf(g,loc).Equal(wall){ brute=append(brute,g)} }
    var first time.Time
    for _,b:=range brute { if first.IsZero()||b.Before(first){first=b} }
    g,ok:=attach(wall,loc); n++
    if ok!=(len(brute)>0) || ok && !g.Equal(first) { bad++; if bad<10 {t.Error(name,wall,g,brute)} }
    if zerr==nil {
     w,err:=meeting.WallClock(wall.Format("2006-01-02T15:04:05")).In(zone)
     if (err==nil)!=(len(brute)==1) || err==nil&&!w.Equal(first) || err!=nil && !errors.Is(err,meeting.ErrInvalid) { badw++; if badw<10 {t.Error("wall",name,wall,w,err,brute)} }
    }
   }
   tt=e
  }
 }
 t.Log(z,n,bad,badw)
}
