using System.Numerics;
using Panoptes.Foundation;

namespace Panoptes.Data.Synthetic;

/// <summary>Puts trees, poles, cars and people on the street.</summary>
internal sealed class SceneStreet(SceneCanvas canvas, SeededRandom random, float halfRoad, float offset, float pavement)
{
    private ushort things;

    /// <summary>Draws how much of everything there is, and paints it.</summary>
    public void Furnish(SceneTraffic traffic)
    {
        if (traffic == SceneTraffic.Dense)
        {
            Repeat(random.NextInt(0, 3), Tree);
            Lanes([SceneColors.Paint(random), SceneColors.Paint(random)]);
            Repeat(random.NextInt(0, 4), Person);
            return;
        }

        Repeat(random.NextInt(0, 9), Tree);
        Repeat(random.NextInt(1, 8), Pole);
        Repeat(random.NextInt(0, 6), ParkedCar);
        Repeat(random.NextInt(0, 6), MovingCar);
        Repeat(random.NextInt(1, 10), Person);
    }

    private static void Repeat(int times, Action paint)
    {
        for (var i = 0; i < times; i++)
        {
            paint();
        }
    }

    private void Tree()
    {
        var height = (float)random.NextDouble(3.5, 9);
        var half = height * (float)random.NextDouble(.25, .4);
        var x = Pavement((float)random.NextDouble(.1, .9));
        var look = new TreeLook(SceneColors.Leaves(random), new Vector3(.25f, .2f, .15f), (float)random.NextDouble(.2, .4), Noise());
        var depth = Depth(5, 70);
        canvas.Shadow(x - half, x + half, depth - half, depth + half, .4f);
        canvas.Facing(x - half, x + half, 0, height, depth, StreetClass.Tree, 0, look);
    }

    private void Pole()
    {
        var depth = Depth(4, 60);
        var x = Pavement((float)random.NextDouble(.02, .2));
        var height = (float)random.NextDouble(2.3, 7);
        var half = (float)random.NextDouble(.04, .11);
        var look = new PlainLook(new Vector3((float)random.NextDouble(.15, .65)) * SceneColors.Tint(random, .1), Noise());
        canvas.Facing(x - half, x + half, 0, height, depth, StreetClass.Pole, 0, look);
        if (height < 4)
        {
            canvas.Facing(
                x - .35f, x + .35f, height - .7f, height, depth - .02f, StreetClass.Pole, 0, new SignLook(SceneColors.Paint(random)));
        }
        else
        {
            var arm = x < offset ? 1.2f : -1.2f;
            canvas.Facing(Math.Min(x, x + arm), Math.Max(x, x + arm), height - .2f, height, depth, StreetClass.Pole, 0, look);
        }
    }

    private void ParkedCar()
    {
        var right = random.NextBool();
        var x = offset + ((halfRoad - (float)random.NextDouble(.9, 1.2)) * (right ? 1 : -1));
        Car(x, Depth(4.5, 55), backward: !right, SceneColors.Paint);
    }

    private void MovingCar()
    {
        var right = random.NextBool();
        var x = offset + (halfRoad * (right ? 1 : -1) * (float)random.NextDouble(.25, .5));
        Car(x, Depth(7, 80), backward: !right, SceneColors.Paint);
    }

    // Four lanes, parked and moving on either side; a car fills most of its place in the lane, and some places stay empty.
    private void Lanes(Vector3[] paints)
    {
        foreach (var across in (ReadOnlySpan<float>)[-.84f, -.36f, .36f, .84f])
        {
            for (var depth = (float)random.NextDouble(4.5, 10); depth < 32; depth += (float)random.NextDouble(5.2, 7.5))
            {
                if (random.NextBool(.7))
                {
                    var x = offset + (halfRoad * (across + (float)random.NextDouble(-.04, .04)));
                    Car(x, depth, backward: across < 0, draw => paints[draw.NextInt(0, paints.Length)] * SceneColors.Tint(draw, .05));
                }
            }
        }
    }

    private void Car(float x, float depth, bool backward, Func<SeededRandom, Vector3> draw)
    {
        var van = random.NextBool(.2);
        float half = van ? 1f : (float)random.NextDouble(.82, .95), height =
            van ? 2.2f : (float)random.NextDouble(1.35, 1.7), length = van ? 5 : (float)random.NextDouble(3.7, 4.6);
        var thing = ++things;
        var paint = draw(random);
        var noise = Noise();
        var lamps = backward ? new Vector3(.9f, .88f, .8f) : new Vector3(.65f, .06f, .06f);
        canvas.Shadow(x - (half * 1.25f), x + (half * 1.25f), Math.Max(1, depth - 1), depth + length + 1, .65f);
        canvas.Facing(x - half, x + half, 0, height, depth, StreetClass.Car, thing, new CarEndLook(
            paint, lamps, (float)random.NextDouble(.7, 1.1), noise));
        var visible = x + half < 0 ? x + half : x - half > 0 ? x - half : 0;
        if (visible != 0)
        {
            canvas.Along(visible, depth, depth + length, 0, height, StreetClass.Car, thing, new CarSideLook(
                paint, (float)random.NextDouble(.6, 1.1), noise));
        }
    }

    private void Person()
    {
        var depth = Depth(4.5, 45);
        var height = (float)random.NextDouble(1.1, 1.95);
        var half = height * (float)random.NextDouble(.13, .18);
        var x = random.NextBool(.75) ? Pavement((float)random.NextDouble(.1, .9)) : offset + (halfRoad * (float)random.NextDouble(-.9, .9));
        var look = new PersonLook(
            SceneColors.Cloth(random), SceneColors.Cloth(random) * .6f, SceneColors.Skin(random), (float)random.NextDouble(), Noise());
        canvas.Shadow(x - .4f, x + .4f, depth - .4f, depth + .4f, .5f);
        canvas.Facing(x - half, x + half, 0, height, depth, StreetClass.Person, ++things, look);
    }

    // Near things are rarer than far ones, as on a real street.
    private float Depth(double near, double far)
    {
        var t = random.NextDouble();
        return (float)(near + ((far - near) * t * t));
    }

    private float Pavement(float across) => offset + ((halfRoad + (across * pavement)) * (random.NextBool() ? 1 : -1));

    private SceneNoise Noise() => new((uint)random.NextBits());
}
