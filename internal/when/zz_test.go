package when
import ("testing";"os";"strings";"fmt";"time")
func TestDump(t *testing.T){
 b,_:=os.ReadFile(os.Getenv("DUMP"))
 ref:=time.Date(2026,5,22,15,0,0,0,time.UTC)
 for _,l:=range strings.Split(string(b),"\n"){
  if l==""{continue}
  fmt.Println("#",l)
  for _,q:=range Find(l,ref){
   d,c:="-","-"
   if q.HasDay{d=fromCivil(q.FromDay).Format("Mon 2006-01-02");if q.ToDay!=q.FromDay{d+=".."+fromCivil(q.ToDay).Format("2006-01-02")}}
   if q.HasClock{c=fmt.Sprintf("%02d:%02d",q.FromMinute/60,q.FromMinute%60);if q.ToMinute!=q.FromMinute{c+=fmt.Sprintf("..%02d:%02d",q.ToMinute/60,q.ToMinute%60)}}
   fmt.Printf("    [%s] %s %s 12h=%v vague=%v zone=%q y%d m%d d%d w%d ahead=%v rep=%v rel=%q\n",l[q.Start:q.End],d,c,q.TwelveHour,q.Vague,q.Zone,q.Year,q.Month,q.Day,q.Weekday,q.Ahead,q.Repeats,q.Relation)}
 }
}
